//! The help of the command line in Chinese, laid over the English one: by command and by argument. What is not named here stays in
//! English.

use clap::{Arg, ArgAction, Command};

use super::arguments;

/// Commands by their path: what each is for, and more of it.
const COMMANDS: [(&str, &str, &str); 39] = [
    (
        "gpai",
        "欧盟《人工智能法》对您发布的模型有要求吗？具体是什么、最迟何时须遵守、依据何在？",
        "gpai 读取模型文件夹，只询问仍可能改变结论的问题，并为每一步注明法律依据。未知保持未知。不构成法律意见。",
    ),
    (
        "gpai init",
        "设置模型文件夹：回答、应备文件的草稿、CI 与提交前的检查",
        "询问您做了什么、模型输出什么、人们如何获得它（除非 --as 和 --set 已说明）。写入 gpai.toml、应备文件的 documents/KIND.toml、.github/workflows/gpai.yml、.pre-commit-config.yaml，以及 .gitignore 中 gpai.private.toml 的一行。已存在的内容会列出并保持原样。",
    ),
    (
        "gpai check",
        "评估文件夹中的模型：结论、义务及期限、待答问题",
        "读取模型卡、config.json、safetensors 文件头、许可证文件和 gpai.toml。没有任何回答时，按假设您开发该模型并将其投放欧盟市场显示义务。可给出多个文件夹，依次评估，退出码取最严重者。",
    ),
    (
        "gpai diff",
        "比较两次评估或两天的法律：有何变化、原因何在：gpai diff OLD.json NEW.json",
        "OLD.json 和 NEW.json 由 gpai check --format json 写出，可含一个或多个模型。给出两次 --on 时，对一个模型文件夹按两天分别评估。",
    ),
    (
        "gpai ask",
        "回答待答问题，最能确定结论者在前；回答保存在 gpai.toml",
        "每个回答立即写入 gpai.toml 或 --answers 指定的文件；注释和顺序不变。每个问题处：? 显示说明和法律依据，d 不知道，b 返回，q 停止并保留已答内容。",
    ),
    ("gpai compute", "按证据允许的各种方法估算训练计算量（算力），并显示分歧之处", ""),
    ("gpai sources", "列出读取的每个文件及所得、各事实的出处，以及未读取的文件", ""),
    ("gpai why", "显示得出某结论或义务的最小已知事实集合，附规则和依据", ""),
    ("gpai whatif", "显示使结论改变的最小改动：gpai whatif open_source_exempt=yes", ""),
    (
        "gpai survey",
        "评估许多模型，每个一行：gpai survey models/ --format csv",
        "每个参数是模型文件夹、含模型文件夹的文件夹，或模型表格（.csv、.tsv、.parquet）。无法读取的模型在其行中注明原因，不影响其他模型。",
    ),
    ("gpai explain", "解释义务、事实、结论、规则、检查结果、许可证或条款：gpai explain \"53(1)(d)\"", ""),
    ("gpai flowchart", "由规则绘制法律问题的流程图：gpai flowchart -o gpai.svg", ""),
    ("gpai law", "查看法律数据：gpai law list rules，gpai law show gpai-by-criterion", ""),
    ("gpai law list", "列出一类条目", ""),
    ("gpai law show", "显示一个条目", ""),
    ("gpai doc", "编写法律要求的文件，检查任何人的文件：gpai doc new training-summary", ""),
    ("gpai doc new", "开始一份文件：TOML 文件，列出表格的每个问题，并填入模型文件夹已写明的内容", ""),
    ("gpai doc render", "由 TOML 文件生成 PDF、DOCX、HTML、Markdown 或 JSON", ""),
    ("gpai doc card", "维护模型卡中的各段：摘要链接、版权声明、联系方式、预期用途", ""),
    (
        "gpai badge",
        "用于模型卡的徽章：评估了什么、何时、依据哪一版法律、有何待定：gpai badge -o gpai-badge.svg",
        "输出 SVG 图片；给出 -o 时写入文件，并输出显示它的一行 Markdown。它说明做了什么，从不表示合规。",
    ),
    (
        "gpai mcp",
        "供编辑器中的助手使用的模型上下文协议（MCP）服务器：check、explain、next_question、lint、deadlines",
        "由独立程序 gpai-mcp 提供：`gpai mcp --help` 显示其参数。只读取指定的文件夹；没有 --network 不联网，没有 --write 不写入，从不写入判断。",
    ),
    ("gpai doc crawlers", "由版权政策生成关于爬虫的公开页面、数据和变更订阅源", ""),
    ("gpai doc lint", "检查一份文件，无论是您的还是他人的：缺失、矛盾或不清之处，附页码和规则", ""),
    ("gpai doc diff", "比较一份文件的两个版本：有何变化、是否重大、由此有何要求", ""),
    ("gpai doc read", "以 JSON 显示从文件中逐项读到的内容", ""),
    ("gpai optout", "某网址有何权利保留，以及由哪一行声明：gpai optout check 网址 --agent GPTBot --robots 文件", ""),
    ("gpai optout check", "该爬虫可否抓取该网址、该用途是否被保留？附决定性的一行", ""),
    (
        "gpai serve",
        "在本机浏览器中显示问卷：问题、结论、流程图、文件夹中的信息",
        "打印的地址含有密钥；没有密钥，任何人（包括本机其他账户）都无法读取文件夹中的内容。任何内容都不会离开本机。",
    ),
    ("gpai site", "将问卷写成一个静态页面，用于静态 Space 或任意网站：gpai site -o 文件夹", ""),
    (
        "gpai deadlines",
        "发布之后有何期限、何时到期、约束谁、原因何在",
        "期限由 gpai.toml 和登记册中带日期的事件得出：通知、安全框架和模型报告、事件、请求、投诉、训练内容摘要。每项至多三个日期：目标日（从严计算）、到期日，以及就《行为准则》而言类推适用第 1182/71 号条例所得之日。后两者之间属有争议：既非按期也非错过。",
    ),
    ("gpai deadlines why", "某项期限为何如此：计算的每一步、须保存什么、有何疑问", ""),
    ("gpai deadlines clocks", "法律数据中的各项期限：起算、长度、终止、约束谁", ""),
    ("gpai deadlines waive", "记录某项期限被免除及其理由（由 gpai-register 执行）", ""),
    ("gpai corpus", "由训练数据得出摘要所需的数字，并核查抓取内容的来源曾作何保留：gpai corpus profile data/", ""),
    (
        "gpai export",
        "将模型的已知信息写成 CycloneDX、SPDX、OSCAL、Croissant、NIST 和 ISO 对照表，或一个包",
        "每份导出供一类读者，不含只有他人可见的内容：回答的读者即其表格的读者，文件夹公开的文件即为公开，其余归提供者自己（law/exports.toml）。未知内容略去，不得不略去的内容在 stderr 说明。输入和 --on 相同，则字节相同。",
    ),
    (
        "gpai optout explain",
        "某时刻就某页面所作的全部声明、针对谁、依第 4 条第 3 款意味着什么",
        "供制定政策或答复投诉者使用：每种协议及其所在行，按爬虫列出，取不晚于 --at 的最新一份。有多份快照时显示如何变化。不认定侵权。",
    ),
    (
        "gpai register",
        "保存提供者在发布后须保存的内容：版本、投诉、请求、事件、带日期的事实",
        "由单独的程序 gpai-register 执行：`gpai register --help` 显示其命令，`gpai register init` 在模型旁建立登记册。`gpai deadlines` 据此显示到期事项。",
    ),
    ("gpai completions", "输出命令补全脚本：gpai completions bash", ""),
    ("gpai man", "输出手册页：gpai man | man -l -", ""),
];

/// Arguments of one command, before those of any.
const OF_A_COMMAND: [(&str, &str, &str); 37] = [
    ("gpai init", "path", "模型文件夹"),
    ("gpai init", "dry_run", "不写入也不提问；显示将写入的内容"),
    ("gpai init", "repository", "模型文件夹不是仓库根目录时，工作流和挂钩写入的位置"),
    ("gpai ask", "next", "不提问：以 JSON 输出下一个问题（gpai-question/1）"),
    ("gpai ask", "answer", "不提问：保存此回答。判断须由具名者附理由作出，不予接受；可重复"),
    ("gpai badge", "output", "图片写入的文件 [默认：屏幕]"),
    ("gpai check", "more", "更多模型文件夹"),
    ("gpai check", "all", "显示所有问题、检查结果和事实"),
    ("gpai diff", "on", "适用哪一天的法律，YYYY-MM-DD；给出两次"),
    ("gpai diff", "paths", "两个文件，较早者在前；或与两次 --on 一起给出模型文件夹 [默认：.]"),
    ("gpai ask", "all", "询问所有问题"),
    ("gpai ask", "expert", "先询问可由人整体判断的结论，须注明姓名和理由，取代其所依据的事实；每项均可留待事实决定"),
    ("gpai why", "name", "结论或义务的名称"),
    ("gpai whatif", "wish", "名称=yes 或 名称=no"),
    ("gpai survey", "paths", "模型文件夹、含模型文件夹的文件夹，或模型表格"),
    (
        "gpai explain",
        "id",
        "义务（53-1-d 或 \"53(1)(d)\"）、事实（market.commercial）、结论、规则、检查结果、文件规则（TS-236）、疑点、许可证或条款",
    ),
    (
        "gpai flowchart",
        "question",
        "哪个问题：gpai、systemic_risk、provider、open_source_exempt、duties，或其他结论或步骤",
    ),
    ("gpai law list", "kind", "哪一类"),
    ("gpai export", "kind", "导出哪一种"),
    ("gpai law show", "id", "条目的名称"),
    ("gpai doc new", "update", "为已有文件补充所缺内容，已有内容不变"),
    ("gpai doc render", "kind", "文件种类，或 all 表示文件夹中的所有文件"),
    ("gpai doc card", "block", "只处理这些段落；可重复"),
    ("gpai doc card", "blocks", "只处理这些段落；可重复"),
    ("gpai doc card", "check", "不写入；模型卡不是最新时退出码为 1，用于 CI"),
    ("gpai doc card", "print", "不写入；输出更新后的模型卡"),
    ("gpai doc lint", "file", "文件：PDF、DOCX、HTML、Markdown、gpai-document/1 或 TOML"),
    ("gpai doc lint", "model", "模型文件夹：其 gpai.toml 说明提供者是谁、模型何时投放市场"),
    ("gpai doc render", "guidance", "在每个问题下印出如何作答"),
    ("gpai mcp", "args", "gpai-mcp 的参数：可读取的文件夹、--write、--network、--lang"),
    ("gpai site", "output", "写入的文件夹：新建、空的或含较早的页面；`-` 只输出页面"),
    ("gpai site", "space", "完整的 Space：README 中另有许可证、标签和法律版本，并有关于检查文件的第二页"),
    ("gpai site", "docs", "文档：每项义务、事实、规则、检查结果、许可证和条款各有中英文页面"),
    ("gpai site", "pages", "与 --docs 一起使用：另含此文件夹中的 Markdown 页面"),
    ("gpai completions", "shell", "Shell 的名称"),
    ("gpai man", "command", "命令：check、doc lint 等 [默认：gpai 本身]"),
    ("gpai man", "output", "写入所有手册页的文件夹"),
];

/// Arguments that mean the same in every command.
const OF_ANY: [(&str, &str); 40] = [
    ("path", "模型文件夹，或 Hub 上的模型 `hf://ORG/MODEL[@REVISION]`（不下载权重）"),
    ("on", "适用哪一天的法律，YYYY-MM-DD [默认：今天]"),
    ("set", "为本次运行回答一个事实，如 market.eu=yes；`unknown` 撤回回答；可重复"),
    ("judge", "为本次运行判断一项结论，取代其所依据的事实，如 gpai=no；义务据此得出，并显示与之相反的事实；可重复"),
    ("answers", "从此文件读取回答，代替文件夹中的 gpai.toml"),
    ("base", "基础模型的文件夹（gpai 不认识该基础模型时）"),
    ("lang", "文字的语言"),
    ("format", "输出格式"),
    ("output", "写入的文件，`-` 表示屏幕 [默认：屏幕]"),
    ("fail_on", "何时以 0 以外的退出码结束"),
    ("require_model", "文件夹中没有模型（权重、配置或模型卡）时退出码为 2；仅有回答不够"),
    ("step_summary", "另将简短的 Markdown 摘要追加到文件 [默认：GITHUB_STEP_SUMMARY 指定的文件]"),
    ("no_register", "即使找到登记册也不读取"),
    ("private", "将姓名和理由保存在 gpai.private.toml，.gitignore 和 Hub 的上传工具会略过；gpai.toml 只留简单回答"),
    ("kind", "文件种类 [默认：自动识别]"),
    ("audience", "读者；每个视图只含该读者可见的内容 [默认：表格的第一类读者]"),
    ("last", "用于发布：不含来源；有必填项未知时不写入（退出码 1）"),
    ("fonts", "内置字体所缺字符的字体，如中文；可重复；仅用于 PDF"),
    ("sme", "提供者是中小企业"),
    ("foss", "模型为自由开源且无系统性风险"),
    ("legacy", "模型在 2025 年 8 月 2 日之前投放市场"),
    ("placed", "模型投放欧盟市场的日期，YYYY-MM-DD"),
    ("earlier", "文件的较早版本"),
    ("domains", "保留其内容的不同域名的数目"),
    ("given", "规则需要的文件以外的信息：gpai explain given 列出名称；可重复"),
    ("before", "较早的版本"),
    ("after", "较晚的版本"),
    ("file", "文件"),
    ("port", "监听的端口；0 表示任意空闲端口"),
    ("host", "监听的地址；127.0.0.1 和 ::1 以外的地址可从其他机器访问"),
    ("open", "在浏览器中打开该地址"),
    ("read_only", "只显示，不写入回答"),
    ("agent", "爬虫的产品名"),
    ("robots", "robots.txt 文件"),
    ("html", "页面的 HTML 文件"),
    ("media", "媒体类型"),
    ("batch", "每行一个问题的 JSON 行文件"),
    ("dialect", "robots.txt 的解释方式"),
    ("urls", "网址"),
    ("header", "响应头；可重复"),
];

/// How a page of the help is laid out.
const PAGE: &str = "{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";
/// What stands under the main page.
const EXIT_CODES: &str = "从这里开始：gpai check 模型文件夹\n\n退出码：0 没有已知未达要求的义务，1 有义务未达要求，2 用法错误、无法读取或无可评估内容，3 有待答问题（--fail-on open），4 程序内部错误";

/// The command line with its help in Chinese.
pub fn in_chinese(command: Command) -> Command {
    page(command, "gpai").after_help(EXIT_CODES)
}

fn page(command: Command, path: &str) -> Command {
    let known = COMMANDS.iter().find(|(name, ..)| *name == path);
    let command = match known {
        Some((_, about, "")) => command.about(*about).long_about(*about),
        Some((_, about, more)) => command.about(*about).long_about(format!("{about}\n\n{more}")),
        None => command,
    };
    let command = command.mut_args(|arg| argument(arg, path));
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示帮助").help_heading("选项");
    let command = command.disable_help_flag(true).arg(help).subcommand_help_heading("命令").help_template(PAGE);
    let has_version = command.get_version().is_some();
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let version = version.help("显示版本").help_heading("选项");
    let command = if has_version { command.disable_version_flag(true).arg(version) } else { command };
    command.mut_subcommands(|below| {
        let path = format!("{path} {}", below.get_name());
        page(below, &path)
    })
}

fn argument(arg: Arg, path: &str) -> Arg {
    let id = arg.get_id().as_str().to_owned();
    let own = OF_A_COMMAND.iter().find(|(command, name, _)| *command == path && *name == id).map(|(.., text)| *text);
    let english = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let by_text = || arguments::in_chinese(&english);
    let text = own.or_else(|| OF_ANY.iter().find(|(name, _)| *name == id).map(|(_, text)| *text)).or_else(by_text);
    let heading = if arg.is_positional() { "参数" } else { "选项" };
    let arg = arg.help_heading(heading);
    match text {
        Some(text) => with_values(arg, text),
        None => arg,
    }
}

/// The text of an argument with its values and its default, which the library would name in English.
fn with_values(arg: Arg, text: &str) -> Arg {
    if !arg.get_action().takes_values() {
        return arg.help(text.to_owned()).long_help(text.to_owned());
    }
    let values: Vec<_> = arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set()).collect();
    let default: Vec<String> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    let default = match (arg.is_hide_default_value_set(), default.as_slice()) {
        (false, [_, ..]) => format!("[默认：{}]", default.join("、")),
        _ => String::new(),
    };
    let (mut short, mut long) = (text.to_owned(), text.to_owned());
    if !values.is_empty() && !arg.is_hide_possible_values_set() {
        let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
        short.push_str(&format!(" [可选值：{}]", names.join("、")));
        long.push_str("\n\n可选值：");
        for value in &values {
            let said = value.get_help().map(ToString::to_string).unwrap_or_default();
            let said = arguments::in_chinese(&said).map_or(said, str::to_owned);
            let said = if said.is_empty() { said } else { format!("：{said}") };
            long.push_str(&format!("\n- {}{said}", value.get_name()));
        }
    }
    if !default.is_empty() {
        short.push_str(&format!(" {default}"));
        long.push_str(&format!("\n\n{default}"));
    }
    let (valued, defaults) = (!values.is_empty(), !default.is_empty());
    let arg = arg.help(short).long_help(long);
    let arg = if valued { arg.hide_possible_values(true) } else { arg };
    if defaults { arg.hide_default_value(true) } else { arg }
}

/// What the library says in English in a page of the help, whatever is told to it, and what is said here.
const LABELS: [(&str, &str); 4] = [
    ("[OPTIONS]", "[选项]"),
    ("<COMMAND>", "<命令>"),
    ("Print this message or the help of the given subcommand(s)", "显示本帮助或所给子命令的帮助"),
    ("Print help", "显示帮助"),
];

/// The headings of a page.
const HEADINGS: [&str; 3] = ["参数", "选项", "命令"];

/// A page of the help, or a usage, as the library laid it out, with its own words in Chinese.
pub fn labelled(page: &str) -> String {
    let page = LABELS.iter().fold(page.to_owned(), |page, (en, zh)| page.replace(en, zh));
    // Behind a heading the library puts the colon of English.
    HEADINGS.iter().fold(page, |page, heading| page.replace(&format!("{heading}:"), &format!("{heading}：")))
}
