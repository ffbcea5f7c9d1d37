//! What the program says in English wherever it runs into it, in Chinese: messages of exit 2, how a value was got, units. The texts
//! are made far from the screen, where no language is known; here each is known again by its shape.

use gpai_rules::law::Language;

/// Messages, with `{marks}` for what is the user's; the more particular first.
const MESSAGES: [(&str, &str); 87] = [
    (
        "a source repository ({by}), not a model; nothing in it was judged",
        "源代码仓库（{by}），不是模型；其中内容均未评判",
    ),
    ("a data set ({why}), not a model; nothing in it was judged", "数据集（{why}），不是模型；其中内容均未评判"),
    (
        "a collection of {n} models, not a model itself; nothing in it was judged",
        "{n} 个模型的集合，本身不是模型；其中内容均未评判",
    ),
    (
        "no model there: neither a model card nor a configuration, weights or gpai.toml; nothing was assessed",
        "其中没有模型：没有模型卡、配置、权重或 gpai.toml；未作任何评估",
    ),
    (
        "name the folder that holds the model card, or answer for this run: --set NAME=VALUE",
        "请指明模型卡所在的文件夹，或为本次运行作答：--set 名称=值",
    ),
    ("name the folder of the model that was trained on it", "请指明用该数据集训练的模型的文件夹"),
    (
        "gpai check {models}, or one row for each: gpai survey {folder}",
        "gpai check {models}，或每个模型一行：gpai survey {folder}",
    ),
    (
        "a link leads out of the folder ({link}); nothing is written through it. Take the link out, or name the file with -o",
        "有链接指向文件夹之外（{link}）；不经由该链接写入。请移除该链接，或用 -o 指明文件",
    ),
    ("--repository {folder}: the model folder does not lie in it", "--repository {folder}：模型文件夹不在其中"),
    ("a folder of this name cannot stand in a workflow", "此名称的文件夹不能写入工作流"),
    ("is not empty and holds no earlier pages", "不是空文件夹，也不含较早的页面"),
    ("give a new folder, or take these out first", "请给出新的文件夹，或先移出这些文件"),
    ("no such file or folder", "没有此文件或文件夹"),
    ("no permission", "没有权限"),
    ("none of the folders could be assessed", "所列文件夹均无法评估"),
    (
        "--answers holds the answers of one model, and several folders are named",
        "--answers 是一个模型的回答，而这里给出了多个文件夹",
    ),
    (
        "name two files (gpai diff OLD.json NEW.json), or two days (gpai diff --on DAY --on DAY [PATH])",
        "请给出两个文件（gpai diff OLD.json NEW.json），或两天（gpai diff --on 日 --on 日 [路径]）",
    ),
    ("not the JSON of gpai check (gpai-assessment/1)", "不是 gpai check 写出的 JSON（gpai-assessment/1）"),
    (
        "--step-summary: no file is named, and GITHUB_STEP_SUMMARY is not set",
        "--step-summary：未指明文件，也没有设置 GITHUB_STEP_SUMMARY",
    ),
    ("name one: --step-summary=FILE", "请指明：--step-summary=文件"),
    ("no such folder or file", "没有此文件夹或文件"),
    ("no such folder", "没有此文件夹"),
    ("no such file", "没有此文件"),
    ("is not a folder; give the folder that holds the model card", "不是文件夹；请给出模型卡所在的文件夹"),
    ("is not a folder; give another -o", "不是文件夹；请用 -o 另行指定"),
    ("is not a regular file", "不是普通文件"),
    ("is not UTF-8 text", "不是 UTF-8 文本"),
    ("is larger than {size}", "超过 {size}"),
    ("is there already and is left as it is", "已存在，保持原样"),
    ("--update adds what it lacks; -o FILE starts another", "--update 补充所缺内容；-o 文件 另建一份"),
    ("cannot be read: {e}", "无法读取：{e}"),
    ("could not be read: {e}", "未能读取：{e}"),
    ("cannot be written: {e}", "无法写入：{e}"),
    ("could not be written: {e}", "未能写入：{e}"),
    ("No such file or directory (os error 2)", "没有此文件或文件夹"),
    ("Permission denied (os error 13)", "没有权限"),
    ("unknown key {key}", "未知的键 {key}"),
    ("unknown table {table}", "未知的表 {table}"),
    ("--set unknown fact {fact}; did you mean {near}?", "--set：没有事实 {fact}；是否指 {near}？"),
    ("--set unknown fact {fact}", "--set：没有事实 {fact}"),
    ("unknown fact {fact}; did you mean {near}?", "没有事实 {fact}；是否指 {near}？"),
    ("unknown fact {fact}", "没有事实 {fact}"),
    ("nothing is called {id}; did you mean {near}?", "没有名为 {id} 的条目；是否指 {near}？"),
    (
        "nothing is called {id}; `gpai law list` shows what there is",
        "没有名为 {id} 的条目；`gpai law list` 列出全部条目",
    ),
    ("did you mean {near}?", "是否指 {near}？"),
    ("--on {text}: expected a date such as 2026-11-20", "--on {text}：应为日期，例如 2026-11-20"),
    ("expected a date such as 2026-11-20", "应为日期，例如 2026-11-20"),
    ("--set {text} is not a date such as 2026-11-20", "--set：{text} 不是日期，例如 2026-11-20"),
    ("{text} is not a date such as 2026-11-20", "{text} 不是日期，例如 2026-11-20"),
    ("--set {text} is not yes or no", "--set：{text} 既不是 yes 也不是 no"),
    ("{text} is not yes or no", "{text} 既不是 yes 也不是 no"),
    ("--set {text} is not one of {words}", "--set：{text} 不在可选值之中：{words}"),
    ("{text} is not one of {words}", "{text} 不在可选值之中：{words}"),
    (
        "{text} is not a country code of two letters (ISO 3166-1), such as FR or US",
        "{text} 不是两位国家代码（ISO 3166-1），例如 FR 或 US",
    ),
    (
        "{text} is no country code: give the Member State, such as FR or DE",
        "{text} 不是国家代码：请给出成员国，例如 FR 或 DE",
    ),
    ("{text} is no country code; did you mean {near}?", "{text} 不是国家代码；是否指 {near}？"),
    (
        "{text} is not of the form NAME=yes or NAME=no, e.g. open_source_exempt=yes",
        "{text} 不符合 NAME=yes 或 NAME=no 的形式，例如 open_source_exempt=yes",
    ),
    ("{name} is no conclusion or duty; did you mean {near}?", "{name} 不是结论或义务；是否指 {near}？"),
    ("{name} is no conclusion or duty; they are {names}", "{name} 不是结论或义务；可用的有 {names}"),
    ("{kind} is no kind of document; did you mean {near}?", "{kind} 不是文件种类；是否指 {near}？"),
    ("{kind} is no kind of document; they are {kinds}", "{kind} 不是文件种类；可用的有 {kinds}"),
    ("{kind} is no kind of document", "{kind} 不是文件种类"),
    ("the kind of document was not recognised; say it with --kind", "未能识别文件种类；请用 --kind 指明"),
    ("no documents there", "其中没有文件"),
    ("start one with {command}", "可用 {command} 新建"),
    (
        "a model elsewhere has no folder to write to; name a file with -o FILE",
        "远程模型没有可写入的文件夹；请用 -o 指定文件",
    ),
    (
        "a {what} is no text for a terminal; name a file with -o FILE, or send it through a pipe",
        "{what} 不能显示在终端上；请用 -o 指定文件，或经管道传送",
    ),
    (
        "a {kind} has no view for {reader}; its readers are {readers}",
        "{kind} 没有给 {reader} 的视图；其读者为 {readers}",
    ),
    ("the value is empty; `unknown` takes an answer back", "值为空；`unknown` 撤回回答"),
    (
        "an empty list or word; write `none` if there is none and you have checked",
        "列表或词为空；若确认没有，请写 `none`",
    ),
    ("the bounds are out of order: low, best, high", "上下限顺序有误：low、best、high"),
    (
        "either a plain value or { value = …, by = …, on = …, why = … }",
        "可以是单一的值，或 { value = …, by = …, on = …, why = … }",
    ),
    ("{text} is no number; only a number has low and high", "{text} 不是数字；只有数字才有 low 和 high"),
    ("{key} must be true or false", "{key} 须为 true 或 false"),
    ("{key} must be a text", "{key} 须为文本"),
    ("{key} must be a list of texts", "{key} 须为文本列表"),
    ("{key} must be a list of words", "{key} 须为词的列表"),
    ("{key} is missing", "缺少 {key}"),
    ("tables are {names}", "可用的表有 {names}"),
    ("the input cannot be read: {e}", "输入无法读取：{e}"),
    ("none of {n} models could be read; the first: {first}", "{n} 个模型均无法读取；第一个：{first}"),
    ("--question {name}: there is no chart of that name", "--question {name}：没有此名称的流程图"),
    ("invalid digit found in string", "不是数字"),
    ("number too large to fit in target type", "数字过大"),
    ("{n} is not in {range}", "{n} 不在 {range} 之内"),
    ("--judge {name}: no such conclusion to judge", "--judge {name}：没有可供判断的这一结论"),
    ("--judge {name}: expected {yes} or {no}", "--judge {name}：应为 {yes} 或 {no}"),
];

/// How a value was got, as the readers say it.
const HOW: [(&str, &str); 30] = [
    (
        "and half as much again for what the repository does not show (post-training, private synthetic data, merged weights)",
        "另加一半，计入仓库未显示的部分（后训练、未公开的合成数据、合并的权重）",
    ),
    ("end of the schedule: an upper bound, a plan and not what was done", "计划的终点：只是上限，是计划而非实际"),
    ("it is complete but not written yet; gpai doc render", "已完成但尚未生成；gpai doc render"),
    ("it is a draft; write it for publication: gpai doc render", "为草稿；请生成发布版：gpai doc render"),
    ("only the model card speaks of it; name the document itself", "只有模型卡提及；请指明文件本身"),
    ("too few questions of the template were found in it", "其中找到的模板问题太少"),
    ("a link that leads out of the folder", "指向文件夹之外的链接"),
    ("accelerators and time from two items of a list", "加速器与时间取自列表的两项"),
    ("compared with the standard text", "已与标准文本比对"),
    ("active size in the model's name", "模型名称中的激活规模"),
    ("size named with the tokens", "与词元数一同写明的规模"),
    ("size in the model's name", "模型名称中的规模"),
    ("computed from the shape", "由结构算得"),
    ("named in a sentence", "文中一句提及"),
    ("named in prose", "正文提及"),
    ("in the model's name", "模型名称中"),
    ("safetensors header", "safetensors 文件头"),
    ("GGUF header", "GGUF 文件头"),
    ("extra_gated_* keys", "extra_gated_* 键"),
    ("relation from the tags", "关系取自标签"),
    ("relation from the name", "关系取自名称"),
    ("relation from", "关系取自"),
    ("statement", "直接陈述"),
    ("hardware", "硬件"),
    ("(edited)", "（有改动）"),
    (" parameters", " 个参数"),
    (" tokens", " 个词元"),
    (" machines", " 台机器"),
    (" users", " 个用户"),
    (" to ", " 至 "),
];

/// A line of a message, in the language asked for; as it was where its shape is not known.
pub fn message(line: &str, language: Language) -> String {
    match language {
        Language::English => line.to_owned(),
        Language::Chinese => {
            let (help, rest) = line.strip_prefix("  help: ").map_or(("", line), |rest| ("  建议：", rest));
            format!("{help}{}", chinese(rest).unwrap_or_else(|| rest.to_owned()))
        }
    }
}

/// How a value was got, or its unit.
pub fn how(text: &str, language: Language) -> String {
    let chinese = |text: &str| HOW.iter().fold(text.to_owned(), |text, (en, zh)| text.replace(en, zh));
    match language {
        Language::English => text.to_owned(),
        Language::Chinese => chinese(text),
    }
}

/// What a reader made of a file.
const GAVE: [(&str, &str); 44] = [
    ("not opened: a chat template, a sign of text", "未打开：对话模板，表明处理文本"),
    ("not opened: a pickle; never opened", "未打开：pickle 文件，从不打开"),
    ("not opened: another variant of a model that was read", "未打开：已读模型的另一变体"),
    ("not opened: the folder itself has one", "未打开：文件夹本身已有"),
    ("not opened: the folder itself holds the last state", "未打开：文件夹本身含最后状态"),
    ("not opened: too many states", "未打开：状态过多"),
    ("nothing: the front matter is no valid YAML", "无：前置元数据不是有效的 YAML"),
    ("nothing: the header cannot be read", "无：文件头无法读取"),
    ("nothing: the header was not read", "无：文件头未读取"),
    ("nothing: a Git LFS pointer", "无：Git LFS 指针"),
    ("nothing: no JSON object", "无：不是 JSON 对象"),
    ("nothing: no valid JSON", "无：不是有效的 JSON"),
    ("nothing: no valid YAML", "无：不是有效的 YAML"),
    ("nothing: not valid", "无：无效"),
    ("nothing: no table of arguments", "无：没有参数表"),
    ("nothing: no columns duration and gpu_model", "无：没有 duration 和 gpu_model 列"),
    ("cannot be read to its end", "无法读到末尾"),
    ("no description of a data set", "没有数据集说明"),
    ("no base model named", "未指明基础模型"),
    ("no front matter", "没有前置元数据"),
    ("no metadata", "没有元数据"),
    ("no models named", "未指明模型"),
    ("no number of parameters", "没有参数量"),
    ("no shape of a transformer", "没有 Transformer 结构"),
    ("the shape is not complete", "结构不完整"),
    ("no parameters: ", "没有参数："),
    ("settings that do not count", "无关的设置"),
    ("front matter of a data set: ", "数据集的前置元数据："),
    ("front matter", "前置元数据"),
    ("names as its base: ", "指明的基础模型："),
    ("base model", "基础模型"),
    ("a language model", "语言模型"),
    ("numbers of tokens", "个词元数"),
    ("number of tokens", "个词元数"),
    ("accelerator hours", "加速卡时"),
    ("sizes", "个规模"),
    ("size", "个规模"),
    ("the beginning was read", "只读了开头"),
    ("elements in the header", "个元素（文件头）"),
    ("quantised by", "量化者"),
    ("a notice: ", "声明："),
    ("components", "个组件"),
    ("computed from the shape", "由结构算得"),
    ("nothing", "无"),
];

/// What a reader made of a file, in the language asked for.
pub fn gave(text: &str, language: Language) -> String {
    match language {
        Language::English => text.to_owned(),
        Language::Chinese => {
            let told = GAVE.iter().fold(text.to_owned(), |text, (en, zh)| text.replace(en, zh));
            full_width(&how(&told, language))
        }
    }
}

/// Commas, semicolons and colons after a Chinese character as Chinese has them.
fn full_width(text: &str) -> String {
    let is_han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mark = match c {
            ',' => '，',
            ';' => '；',
            ':' => '：',
            _ => c,
        };
        if mark == c || !out.chars().next_back().is_some_and(is_han) {
            out.push(c);
            continue;
        }
        out.push(mark);
        while chars.next_if_eq(&' ').is_some() {}
    }
    out
}

/// A unit, with the space that goes before it.
pub fn unit(unit: &str, language: Language) -> String {
    how(&format!(" {unit}"), language)
}

/// What an estimate rests on, as it is called.
pub fn input(name: &str, language: Language) -> &str {
    let zh = match name {
        "tokens" => "词元数",
        "parameters" => "参数量",
        "hours" => "加速器小时",
        "peak" => "峰值速率",
        "utilisation" => "利用率",
        "base" => "基础模型",
        "modification" => "修改",
        "flop" => "运算次数",
        other => other,
    };
    match language {
        Language::English => name,
        Language::Chinese => zh,
    }
}

/// The whole, or what stands behind a place: `gpai.toml:7:1: unknown key …`.
fn chinese(text: &str) -> Option<String> {
    if let Some(said) = MESSAGES.iter().find_map(|(en, zh)| filled(en, zh, text)) {
        return Some(said);
    }
    let at = |(i, _): (usize, &str)| text.split_at_checked(i);
    text.match_indices(": ").filter_map(at).find_map(|(place, rest)| {
        let said = chinese(rest.strip_prefix(": ")?)?;
        Some(format!("{place}：{said}"))
    })
}

/// The Chinese text with what stands in the English one at its marks; none where the text is of another shape.
fn filled(en: &str, zh: &str, text: &str) -> Option<String> {
    let mut out = zh.to_owned();
    let (mut pattern, mut rest) = (en, text);
    loop {
        // Marks are single words: `{ value = …` is text.
        let mark = pattern.split_once('{').and_then(|(before, tail)| {
            let (name, after) = tail.split_once('}')?;
            name.chars().all(|c| c.is_ascii_lowercase()).then_some((before, name, after))
        });
        let Some((before, name, after)) = mark else {
            return (pattern == rest).then_some(out);
        };
        rest = rest.strip_prefix(before)?;
        let next = after.split('{').next().unwrap_or_default();
        let end = if next.is_empty() { rest.len() } else { rest.find(next)? };
        let (value, more) = rest.split_at_checked(end)?;
        if value.is_empty() {
            return None;
        }
        let nested = chinese(value).unwrap_or_else(|| value.to_owned());
        out = out.replace(&format!("{{{name}}}"), &nested);
        (pattern, rest) = (after, more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_known_by_their_shape() {
        let zh = |line: &str| message(line, Language::Chinese);
        assert_eq!(zh("nowhere: no such folder"), "nowhere：没有此文件夹");
        assert_eq!(zh("gpai.toml:7:1: unknown key `market.comercial`"), "gpai.toml:7:1：未知的键 `market.comercial`");
        assert_eq!(zh("  help: did you mean `market.commercial`?"), "  建议：是否指 `market.commercial`？");
        assert_eq!(zh("nothing is called `x`; did you mean `y`?"), "没有名为 `x` 的条目；是否指 `y`？");
        // Another shape stays as it is, and English is never touched.
        assert_eq!(zh("something of its own"), "something of its own");
        assert_eq!(message("a: no such folder", Language::English), "a: no such folder");
        // What the user wrote is not read as a text of ours.
        assert_eq!(zh("a no such folder: no such folder"), "a no such folder：没有此文件夹");
    }

    #[test]
    fn how_and_units_in_chinese() {
        assert_eq!(unit("parameters", Language::Chinese), " 个参数");
        assert_eq!(unit("FLOP", Language::Chinese), " FLOP");
        assert_eq!(unit("tokens", Language::English), " tokens");
        assert_eq!((input("hours", Language::Chinese), input("hours", Language::English)), ("加速器小时", "hours"));
        assert_eq!(how("config.json:4, computed from the shape", Language::Chinese), "config.json:4, 由结构算得");
    }

    #[test]
    fn every_text_is_in_both_languages_with_the_same_marks() {
        let marks = |text: &str| -> Vec<String> {
            let mut found: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|t| t.split_once('}').map(|(name, _)| name.to_owned()))
                .filter(|name| name.chars().all(|c| c.is_ascii_lowercase()))
                .collect();
            found.sort();
            found
        };
        for (en, zh) in MESSAGES {
            assert_eq!(marks(en), marks(zh), "{en}");
            assert!(zh.chars().any(|c| c >= '\u{3400}'), "{zh}");
        }
    }
}
