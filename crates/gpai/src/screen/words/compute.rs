//! Words of `gpai compute`.

use gpai_rules::law::Language;

use super::Pair;

pub const TRAINING_COMPUTE_OF: Pair = Pair("Training compute of", "训练计算量：");
pub const NO_METHOD: Pair =
    Pair("No method can be applied to what the folder says.", "文件夹中的信息不足以采用任何估算方法。");
pub const WHAT_IS_USED: Pair = Pair("What the assessment uses", "评估所用的事实");
pub const UNKNOWN_DISAGREE: Pair = Pair("unknown: sources disagree", "未知：来源矛盾");
pub const WHAT_EACH_RESTS_ON: Pair = Pair("What each estimate rests on", "各项估计的依据");
pub const ASSUMED: Pair = Pair("assumed", "假定");
pub const OF_MODIFICATION: Pair = Pair("(modification)", "（修改）");
pub const NOT_USED: Pair = Pair("(not used)", "（未采用）");
pub const TWO_AMOUNTS: Pair = Pair(
    "Two amounts: what updates parameters (for the 1e23 criterion) and all that contributed (for 1e25). The comparison uses a documented best estimate, within 30 % (Guidelines 118, 123).",
    "两个量：直接用于参数更新的计算量（对应 1e23 标准）与所有有贡献的计算量（对应 1e25）。比较采用有记录的最佳估计，误差 30% 以内（指南第 118、123 段）。",
);

pub const COUNTED: Pair = Pair(
    "counted while training: matrix products by the model's shape, or by the trainer (gpai-training-run.json)",
    "训练时计数：按模型结构计算的矩阵乘法，或训练程序的计数（gpai-training-run.json）",
);
pub const AS_STATED: Pair = Pair("as the repository states it", "仓库中所述");
pub const SIX_PD: Pair = Pair(
    "6 x parameters x tokens seen, 30 % either way (Guidelines 132)",
    "6 × 参数量 × 训练词元数，误差 ±30%（指南第 132 段）",
);
pub const HARDWARE: Pair =
    Pair("hours x peak rate x utilisation (Guidelines 126)", "加速器小时 × 峰值速率 × 利用率（指南第 126 段）");
pub const RECORDED: Pair = Pair("as the trainer counted it", "训练程序的计数");
pub const BASE_PLUS: Pair = Pair("training of the base plus the modification", "基础模型的训练加上修改");

/// How a method goes, by its machine word.
pub fn formula(method: &str, language: Language) -> &'static str {
    match method {
        "training-run" => COUNTED,
        "stated" => AS_STATED,
        "6PD" => SIX_PD,
        "NLHU" => HARDWARE,
        "total_flos" => RECORDED,
        "base+modification" => BASE_PLUS,
        _ => return "",
    }
    .get(language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gpai_evidence::compute::Method;

    #[test]
    fn every_method_has_a_formula() {
        for method in [Method::Run, Method::Stated, Method::SixPd, Method::Hardware, Method::Recorded, Method::BasePlus]
        {
            assert!(!formula(method.word(), Language::English).is_empty(), "{method:?}");
        }
    }
}
