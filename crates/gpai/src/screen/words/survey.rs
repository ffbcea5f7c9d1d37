//! Words of `gpai survey`.

use super::Pair;

pub const MODEL: Pair = Pair("model", "模型");
pub const GPAI: Pair = Pair("GPAI", "GPAI");
pub const SYSTEMIC: Pair = Pair("systemic", "系统性");
pub const EXEMPT: Pair = Pair("exempt", "豁免");
pub const LICENCE: Pair = Pair("licence", "许可证");
pub const PARAMETERS: Pair = Pair("parameters", "参数量");
pub const FLOP: Pair = Pair("FLOP", "FLOP");
pub const BASE: Pair = Pair("base", "基础模型");
pub const MORE_ROWS: Pair = Pair(
    "… and {n} more rows, counted but not shown; --format csv gives all",
    "……另有 {n} 行，已计入但未显示；--format csv 给出全部",
);
pub const COUNTS_ONE: Pair = Pair(
    "{models} model: GPAI yes {yes}, no {no}, open {open}; systemic risk yes {systemic}; not read {failed}",
    "共 {models} 个模型：GPAI 是 {yes}、否 {no}、待定 {open}；系统性风险 {systemic}；未能读取 {failed}",
);
pub const COUNTS: Pair = Pair(
    "{models} models: GPAI yes {yes}, no {no}, open {open}; systemic risk yes {systemic}; not read {failed}",
    "共 {models} 个模型：GPAI 是 {yes}、否 {no}、待定 {open}；系统性风险 {systemic}；未能读取 {failed}",
);
