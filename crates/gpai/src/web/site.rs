//! `gpai site`: the page as one file that works from any web host and from a disk, and a README for a static Space.

use std::fs;
use std::io;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gpai_dossier::write::{reason, replace};
use gpai_rules::law::{Language, Law};
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::assets::{ASSETS, Asset};
use super::{Mode, bundle, index, law_data, packed};
use crate::outcome::Failure;

/// By this an earlier site is known.
const MARK: &str = "<meta name=\"generator\" content=\"gpai site\">";
const INDEX: &str = "index.html";
const README: &str = "README.md";
/// The second page of a Space.
const SECOND: &str = "check.html";

/// The whole page as one file: nothing is fetched, and only its own script and style run.
pub fn page(law: &Law, language: Option<Language>, on: Option<Date>) -> Result<String, Failure> {
    let script = bundle::bundle("app.js", &|path| ASSETS.iter().find(|a| a.path == path).map(|a| a.text))
        .map_err(|e| Failure::Internal(format!("web/{e}")))?;
    let styles: Vec<&Asset> = ASSETS.iter().filter(|a| a.path.ends_with(".css")).collect();
    let data = STANDARD.encode(packed(&law_data(law)?)?);
    inlined(&index(Mode::Site, language, on)?, &styles, &script, &data)
        .map_err(|e| Failure::Internal(format!("web/index.html: {e}")))
}

fn inlined(index: &str, styles: &[&Asset], script: &str, data: &str) -> Result<String, String> {
    let script = format!("\n{script}");
    // Nothing inside may end the element it stands in.
    if data.contains('<') || script.contains("</script") || script.contains("<!--") {
        return Err("a script or the data holds the end of its own element".to_owned());
    }
    let mut page = index.to_owned();
    let mut hashes = Vec::new();
    for style in styles {
        let text = format!("\n{}", style.text);
        if text.contains("</style") || text.contains("@import") || text.contains("url(") {
            return Err(format!("{} holds the end of its element, or asks for another file", style.path));
        }
        let link = format!("<link rel=\"stylesheet\" href=\"./{}\">", style.path);
        page = once(&page, &link, &format!("<style>{text}</style>"))?;
        hashes.push(format!("'{}'", hash(&text)));
    }
    let policy = format!(
        "default-src 'none'; script-src '{}'; style-src {}; img-src data:; base-uri 'none'; form-action 'none'",
        hash(&script),
        hashes.join(" ")
    );
    let both = format!(
        "<script type=\"text/plain\" id=\"law-data\">{data}</script>\n<script type=\"module\">{script}</script>"
    );
    let page = once(&page, "<script type=\"module\" src=\"./app.js\"></script>", &both)?;
    // As early as can be: a policy holds for what follows it.
    let charset = "<meta charset=\"utf-8\">";
    let head = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n{MARK}");
    once(&page, charset, &format!("{charset}\n{head}"))
}

fn once(text: &str, place: &str, new: &str) -> Result<String, String> {
    match text.matches(place).count() {
        1 => Ok(text.replacen(place, new, 1)),
        n => Err(format!("{n} times {place}, expected once")),
    }
}

/// A hash as a policy names it.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

/// Of a whole Space, what its README says besides: law and version; a line that changes with them.
pub fn edition(law: &Law, language: Language) -> String {
    let (id, edition, version) = (&law.id, &law.edition, env!("CARGO_PKG_VERSION"));
    match language {
        Language::English => format!("{EDITION_EN} {edition} ({id}), gpai {version}.\n"),
        Language::Chinese => format!("{EDITION_ZH} {edition}（{id}），gpai {version}。\n"),
    }
}

/// With this the line begins.
const EDITION_EN: &str = "Law as of";
/// The same in Chinese.
const EDITION_ZH: &str = "法律版本";

/// The page on checking files. What reads documents, cards and weights is no script: it says what to run.
pub fn second(language: Language) -> String {
    let (title, text, rows, back) = match language {
        Language::English => (
            "Check files",
            "The questionnaire runs in the browser. What reads model cards, weights, PDF and DOCX is a program: it runs on \
             your machine, and no file leaves it.",
            [
                ("A model folder: card, licence, weights, answers", "gpai check path/to/model"),
                ("A model on the Hub, without its weights", "gpai check hf://ORG/MODEL"),
                ("A public summary of training content, your own or anybody's", "gpai doc lint summary.pdf"),
                ("What is read in a document, field by field", "gpai doc read summary.pdf"),
                ("A new model folder: answers, drafts, a check in CI", "gpai init path/to/model"),
            ],
            "Back to the questionnaire",
        ),
        Language::Chinese => (
            "检查文件",
            "问卷在浏览器中运行。读取模型卡、权重、PDF 和 DOCX 的是一个程序：它在您的机器上运行，任何文件都不会离开。",
            [
                ("模型文件夹：模型卡、许可证、权重、回答", "gpai check 模型文件夹"),
                ("Hub 上的模型，不含权重", "gpai check hf://ORG/MODEL"),
                ("训练内容公开摘要，无论是您的还是他人的", "gpai doc lint summary.pdf"),
                ("从文件中逐项读到的内容", "gpai doc read summary.pdf"),
                ("新的模型文件夹：回答、草稿、CI 检查", "gpai init 模型文件夹"),
            ],
            "返回问卷",
        ),
    };
    let code = match language {
        Language::English => "en",
        Language::Chinese => "zh-CN",
    };
    let rows: String = rows.iter().map(|(what, run)| format!("<dt>{what}</dt><dd><code>{run}</code></dd>\n")).collect();
    let home = env!("CARGO_PKG_REPOSITORY");
    format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src '{}'; base-uri 'none'; form-action 'none'\">\n{MARK}\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>{title} · gpai</title>\n<style>{SECOND_STYLE}</style>\n</head>\n<body>\n\
         <h1>{title}</h1>\n<p>{text}</p>\n<dl>\n{rows}</dl>\n<p><a href=\"{home}\">gpai</a> · <a href=\"{INDEX}\">{back}</a></p>\n\
         </body>\n</html>\n",
        hash(SECOND_STYLE)
    )
}

/// How that page looks.
const SECOND_STYLE: &str = ":root{color-scheme:light dark;font:100%/1.6 system-ui,sans-serif}body{max-width:46rem;margin:2rem auto;\
    padding:0 1.1rem;overflow-wrap:anywhere}h1{font-size:1.6rem}dt{margin-top:1rem;font-weight:600}dd{margin:.2rem 0 0}\
    code{font-size:.95em}";

/// The README of the folder, with the head that a static Space needs; that of a whole Space says its licence and law, too.
pub fn readme(language: Language, space: Option<&str>) -> String {
    let (title, text) = match language {
        Language::English => (
            "EU AI Act: rules for general-purpose AI models",
            "A questionnaire: do the EU AI Act's rules for general-purpose AI models apply to a model you release, which, and\n\
             from when? It cites the law for every step and is not legal advice. Everything happens in the browser: the page\n\
             fetches nothing and sends nothing.\n\
             \n\
             ## Publish it\n\
             \n\
             - **From disk**: open `index.html` in a browser.\n\
             - **As a Space**: make a Space with the SDK \"Static\" and put `index.html` and this file into its repository.\n\
             - **On any web host**: upload `index.html`. Nothing else is needed, and no server.\n\
             \n\
             Made by `gpai site`. To bring it up to date, run that again with a newer gpai and the same folder.\n",
        ),
        Language::Chinese => (
            "欧盟《人工智能法》：通用人工智能模型的规则",
            "一份问卷：欧盟《人工智能法》关于通用人工智能模型的规则是否适用于您发布的模型？适用哪些？从何时起？\n\
             每一步都注明法律依据；不构成法律意见。一切都在浏览器中进行：本页不获取也不发送任何内容。\n\
             \n\
             ## 发布\n\
             \n\
             - **本地**：用浏览器打开 `index.html`。\n\
             - **作为 Space**：新建 SDK 为“Static”的 Space，将 `index.html` 和本文件放入其仓库。\n\
             - **任意网站**：上传 `index.html` 即可，无需服务器。\n\
             \n\
             由 `gpai site` 生成。更新时，用新版 gpai 对同一文件夹再次运行即可。\n",
        ),
    };
    let (more, law) = match space {
        None => ("", String::new()),
        Some(law) => ("license:\n- eupl-1.2\n- apache-2.0\ntags:\n- eu-ai-act\n- gpai\n", format!("{law}\n")),
    };
    format!(
        "---\ntitle: \"{title}\"\nemoji: ⚖️\ncolorFrom: blue\ncolorTo: yellow\nsdk: static\napp_file: index.html\npinned: false\n{more}---\n\n# {title}\n\n{law}{text}"
    )
}

/// What was written, or left alone.
#[derive(Debug, PartialEq, Eq)]
pub struct Written {
    /// Whether the README was written; one that somebody changed is kept.
    pub readme: bool,
}

/// Whether a README is one that an earlier run wrote, whatever its law.
fn is_ours(text: &str) -> bool {
    let bare = |text: &str| -> String {
        text.lines()
            .filter(|l| !l.starts_with(EDITION_EN) && !l.starts_with(EDITION_ZH))
            .map(|l| format!("{l}\n"))
            .collect()
    };
    let text = bare(text);
    let kinds = [(Language::English, EDITION_EN), (Language::Chinese, EDITION_ZH)];
    let mut kinds =
        kinds.into_iter().flat_map(|(lang, line)| [readme(lang, None), readme(lang, Some(&format!("{line}\n")))]);
    kinds.any(|ours| bare(&ours) == text)
}

/// Writes the site into a folder that is new, empty or holds an earlier site; with a second page, a whole Space.
pub fn write(folder: &Path, page: &str, readme: &str, second: Option<&str>) -> Result<Written, Failure> {
    let shown = folder.display();
    let disk = |e: io::Error| Failure::Usage(format!("{shown}: cannot be written: {}", reason(&e)));
    match fs::metadata(folder) {
        Ok(meta) if !meta.is_dir() => return Err(Failure::Usage(format!("{shown}: is not a folder; give another -o"))),
        Ok(_) => {}
        Err(e) if e.kind() == io::ErrorKind::NotFound => fs::create_dir_all(folder).map_err(disk)?,
        Err(e) => return Err(disk(e)),
    }
    let mut others = Vec::new();
    let mut earlier = false;
    for entry in fs::read_dir(folder).map_err(disk)? {
        let name = entry.map_err(disk)?.file_name().to_string_lossy().into_owned();
        match name.as_str() {
            INDEX => earlier = fs::read_to_string(folder.join(INDEX)).is_ok_and(|t| t.contains(MARK)),
            README => {}
            // A repository and its settings are no part of the page, and are left alone.
            hidden if hidden.starts_with('.') => continue,
            _ => {}
        }
        others.push(name);
    }
    others.sort();
    let own_second = || fs::read_to_string(folder.join(SECOND)).is_ok_and(|t| t.contains(MARK));
    others.retain(|name| match name.as_str() {
        INDEX | README => !earlier,
        SECOND => !(earlier && own_second()),
        _ => true,
    });
    if !others.is_empty() {
        let more = if others.len() > 3 { format!(" and {} more", others.len() - 3) } else { String::new() };
        others.truncate(3);
        return Err(Failure::Usage(format!(
            "{shown}: is not empty and not an earlier site: {}{more}\n  help: give a new folder, or take these out first",
            others.join(", ")
        )));
    }
    let old = fs::read_to_string(folder.join(README)).unwrap_or_default();
    // A person's title, colours and text in the README stay.
    let new_readme = old.is_empty() || is_ours(&old);
    if new_readme {
        replace(&folder.join(README), readme.as_bytes()).map_err(disk)?;
    }
    if let Some(second) = second {
        replace(&folder.join(SECOND), second.as_bytes()).map_err(disk)?;
    }
    replace(&folder.join(INDEX), page.as_bytes()).map_err(disk)?;
    Ok(Written { readme: new_readme })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const INDEX_HTML: &str = "<!doctype html>\n<meta charset=\"utf-8\">\n<link rel=\"stylesheet\" href=\"./style.css\">\n\
        <script type=\"module\" src=\"./app.js\"></script>\n";

    fn made(style: &'static str, script: &str, data: &str) -> Result<String, String> {
        inlined(INDEX_HTML, &[&Asset { path: "style.css", text: style }], script, data)
    }

    #[test]
    fn the_policy_names_exactly_what_is_inside() {
        let page = made("p{}\n", "f();\n", "H4sI").unwrap();
        assert!(!page.contains("src=") && !page.contains("href="), "{page}");
        assert!(page.contains(" id=\"law-data\">H4sI</script>"), "{page}");
        for text in ["\nf();\n", "\np{}\n"] {
            assert!(page.contains(&hash(text)) && page.contains(&format!(">{text}</")), "{text}");
        }
        assert_eq!(hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert!(page.find("Content-Security-Policy").unwrap() < page.find("<style>").unwrap());
    }

    #[test]
    fn what_would_break_out_or_ask_for_more_is_refused() {
        assert!(made("", "\"</script>\"", "").is_err());
        assert!(made("</style>", "", "").is_err());
        assert!(made("p { background: url(x) }", "", "").is_err());
        assert!(made("", "", "<script>").is_err());
        assert!(inlined("<!doctype html>", &[], "", "").is_err());
    }
}
