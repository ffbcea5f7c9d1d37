//! What logs say of the model itself: its size and the types of its weights, each one source beside others.

use gpai_rules::fact::Value;
use gpai_rules::number::Number;

use super::json::Json;
use crate::candidates::Logged;
use crate::run::Run;
use crate::text::Text;

/// Size and types that lm_eval read from the model it loaded. An adapter's or a quantised model's loaded tensors are counted
/// otherwise than its parameters, so nothing is taken of those.
pub fn of_lm_eval(run: &mut Run<'_>, root: &Json, text: &Text, model: Option<&str>, plain: bool) {
    let Some(config) = root.get("config") else { return };
    let quantised = ["load_in_8bit", "load_in_4bit", "autogptq", "gptqmodel", "gguf_file", "quantization"];
    let arguments = config.get("model_args");
    let named = |key: &&str| match arguments.map(|a| (a, a.text())) {
        Some((_, Some(text))) => text.contains(*key),
        Some((map, None)) => map.get(key).is_some_and(|v| !v.is_null() && v.bool() != Some(false)),
        None => false,
    };
    if !plain || quantised.iter().any(named) {
        return;
    }
    let named = || model.map(str::to_owned);
    if let Some(n) = config.get("model_num_parameters").and_then(Json::count).filter(|n| *n >= 1_000) {
        let at = config.key_at("model_num_parameters").unwrap_or(0);
        let source = text.source(at).method("counted by lm_eval in the model it loaded");
        run.logged(Logged::parameters(Number::from_u128(n.into()), source, named()));
    }
    if let Some(dtype) = config.get("model_dtype").and_then(Json::text) {
        dtype_of(run, dtype, text, config.key_at("model_dtype").unwrap_or(0), model);
    }
}

/// The type in which a tool loaded the weights.
pub fn dtype_of(run: &mut Run<'_>, dtype: &str, text: &Text, at: usize, model: Option<&str>) {
    let word = dtype.strip_prefix("torch.").unwrap_or(dtype);
    if ["bfloat16", "float16", "float32", "float64", "float8_e4m3fn", "float8_e5m2"].contains(&word) {
        let source = text.source(at).method("the type in which an evaluation loaded the weights");
        run.logged(Logged::types(Value::set([word]), source, model.map(str::to_owned)));
    }
}
