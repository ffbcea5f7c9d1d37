//! Labels, headers of columns and rows: whether the amounts next to them are sizes or tokens.

use crate::prose::quantity;
use crate::text::has_any;

/// Bytes of a label; longer ones are sentences.
const LABEL: usize = 60;

/// The power of ten of the unit in a header: `params (b)`, `tokens [t]`, `size in billions`, `参数量（亿）`.
pub fn unit_of(label: &str) -> Option<i32> {
    let inner =
        label.rsplit_once(['(', '[', '（', '/']).map_or("", |(_, unit)| unit.trim_matches([')', ']', '）', ' ']));
    let inner = ["tokens", "token", "parameters", "params", "词元", "参数"]
        .iter()
        .fold(inner, |i, w| i.trim_end_matches(w))
        .trim();
    let bare = inner.strip_prefix("in ").or_else(|| inner.strip_prefix("×")).unwrap_or(inner);
    let power = match bare {
        "m" | "million" | "millions" => 6,
        "b" | "bn" | "billion" | "billions" => 9,
        "t" | "tn" | "trillion" | "trillions" | "万亿" => 12,
        "亿" => 8,
        "百万" => 6,
        _ if label.ends_with("in billions") => 9,
        _ if label.ends_with("in trillions") => 12,
        _ if label.ends_with("in millions") => 6,
        _ => return None,
    };
    Some(power)
}

/// A label without the unit at its end.
fn without_unit(label: &str) -> &str {
    match unit_of(label) {
        Some(_) => label.rsplit_once(['(', '[', '（', '/']).map_or(label, |(head, _)| head.trim()),
        None => label,
    }
}

/// `14B parameters, dense` is no label but a statement.
fn holds_amount(label: &str) -> bool {
    quantity::all(label).iter().any(|q| q.at_least(6))
}

/// Whether a label or header is about tokens seen in pre-training.
pub fn is_token_label(label: &str) -> bool {
    let whole = label;
    let label = without_unit(label).trim_matches(['*', ' ', '#', ':', '_']);
    let about = ["count", "number", "train", "seen", "total", "consumed", "训练", "总", "数据"];
    let not = [
        "context",
        "vocab",
        "length",
        "second",
        "/s",
        "max",
        "price",
        "cost",
        "window",
        "output",
        "input",
        "speed",
        "throughput",
        "fine",
        "sft",
        "mid",
        "post",
        "batch",
        "stage 2",
        "per ",
        "微调",
        "generat",
        "avg",
        "average",
        "image",
    ];
    !holds_amount(label)
        && (whole.contains("token") || whole.contains("词元"))
        && (has_any(label, &about) || matches!(label, "tokens" | "token"))
        && !has_any(label, &not)
        && label.len() <= LABEL
}

/// Whether a label or header is about all parameters.
pub fn is_parameter_label(label: &str) -> bool {
    let not = [
        "embedding",
        "activ",
        "per ",
        "hyper",
        "generation",
        "sampling",
        "trainable",
        "lora",
        "激活",
        "encoder",
        "vision",
        "visual",
        "audio",
        "language param",
        "efficien",
    ];
    let is = has_any(label, &["param", "model size", "参数"]);
    is && !has_any(label, &not) && label.len() <= LABEL && !holds_amount(label)
}

/// Whether a label or header is about active parameters.
pub fn is_active_label(label: &str) -> bool {
    (label.contains("activ") && label.contains("param") && !label.contains("embedding") && label.len() <= LABEL)
        || label.contains("激活参数")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_tokens_and_sizes() {
        for label in
            ["number of tokens", "token count", "tokens", "total seen tokens", "pretraining tokens", "训练 token 数"]
        {
            assert!(is_token_label(label), "{label}");
        }
        for label in [
            "context length (tokens)",
            "output tokens",
            "tokens per second",
            "fine-tuning tokens",
            "max tokens",
            "token",
        ] {
            assert_eq!(is_token_label(label), label == "token", "{label}");
        }
        assert!(
            is_parameter_label("#total params") && is_parameter_label("model size") && is_parameter_label("参数量")
        );
        assert!(!is_parameter_label("non-embedding parameters") && !is_parameter_label("#activated params"));
        assert!(is_active_label("#activated params") && is_active_label("激活参数量"));
    }
}
