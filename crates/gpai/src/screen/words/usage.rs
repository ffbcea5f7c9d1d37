//! What is wrong with a command line, in Chinese: laid out as the library for arguments lays it out in English, from the same kinds
//! and contexts. What it does not name falls back to one sentence and the usage.

use std::error::Error as _;
use std::fmt::Write as _;
use std::io::Write as _;

use anstyle::Style;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, Error, ErrorFormatter, ErrorKind};
use gpai_forms::escape::visible;
use gpai_rules::law::Language;

use super::help::labelled;
use super::messages::message;
use crate::screen::style::{BAD, GOOD, HEAD, OPEN};

/// Errors of the command line in Chinese.
pub struct Chinese;

/// Prints an error, or the help that was asked for.
pub fn print(error: Error) -> std::io::Result<()> {
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand);
    let (stderr, error) = (error.use_stderr(), error.apply::<Chinese>());
    if !asked {
        return error.print();
    }
    let page = labelled(&error.render().ansi().to_string());
    match stderr {
        true => anstream::stderr().lock().write_all(page.as_bytes()),
        false => anstream::stdout().lock().write_all(page.as_bytes()),
    }
}

/// What the library says in English within a hint, and what is said here.
const HINTS: [(&str, &str); 4] = [
    ("to pass '", "要将 '"),
    ("' as a value, use '", "' 作为值传入，请写 '"),
    ("' exists; to use it, remove the '", "' 是子命令；要使用它，请去掉前面的 '"),
    ("subcommand '", "'"),
];

impl ErrorFormatter for Chinese {
    fn format_error(error: &Error<Self>) -> StyledStr {
        let mut out = StyledStr::new();
        let _ =
            write!(out, "{}{}", styled(BAD, "错误："), said(error).unwrap_or_else(|| plain(error.kind()).to_owned()));
        list(&mut out, "可选值", error.get(ContextKind::ValidValue));
        list(&mut out, "子命令", error.get(ContextKind::ValidSubcommand));
        hints(&mut out, error);
        if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
            let usage = labelled(&usage.to_string());
            let _ = write!(out, "\n\n{}{}", styled(HEAD, "用法："), usage.trim_start_matches("Usage: "));
        }
        let _ = write!(out, "\n\n更多信息请用 {}。\n", styled(HEAD, "--help"));
        out
    }
}

/// The sentence for what is known of the error.
fn said(error: &Error<Chinese>) -> Option<String> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(visible(text)),
        _ => None,
    };
    let number = |kind| match error.get(kind) {
        Some(ContextValue::Number(number)) => Some(*number),
        _ => None,
    };
    let argument = text(ContextKind::InvalidArg).map(|arg| styled(OPEN, &arg));
    let value = text(ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::UnknownArgument => format!("没有参数“{}”", argument?),
        ErrorKind::InvalidSubcommand => {
            format!("没有子命令“{}”", styled(OPEN, &text(ContextKind::InvalidSubcommand)?))
        }
        ErrorKind::MissingSubcommand => {
            format!("“{}”需要一个子命令", styled(OPEN, &text(ContextKind::InvalidSubcommand)?))
        }
        ErrorKind::InvalidValue if value.as_deref() == Some("") => format!("“{}”需要一个值", argument?),
        ErrorKind::InvalidValue => format!("“{}”的值“{}”无效", argument?, styled(OPEN, &value?)),
        ErrorKind::ValueValidation => {
            let why = error.source().map(|why| format!("：{}", message(&visible(&why.to_string()), Language::Chinese)));
            format!("“{}”的值“{}”无效{}", argument?, styled(OPEN, &value?), why.unwrap_or_default())
        }
        ErrorKind::NoEquals => format!("给“{}”赋值须用等号", argument?),
        ErrorKind::TooManyValues => format!("“{}”的值“{}”多余", argument?, styled(OPEN, &value?)),
        ErrorKind::TooFewValues => format!(
            "“{}”需要 {} 个值，只给出了 {} 个",
            argument?,
            number(ContextKind::MinValues)?,
            number(ContextKind::ActualNumValues)?
        ),
        ErrorKind::WrongNumberOfValues => format!(
            "“{}”需要 {} 个值，给出了 {} 个",
            argument?,
            number(ContextKind::ExpectedNumValues)?,
            number(ContextKind::ActualNumValues)?
        ),
        ErrorKind::MissingRequiredArgument => {
            format!("缺少必需的参数：{}", lines(error.get(ContextKind::InvalidArg)?)?)
        }
        ErrorKind::ArgumentConflict => {
            let first = argument.or_else(|| text(ContextKind::InvalidSubcommand).map(|name| styled(OPEN, &name)))?;
            match error.get(ContextKind::PriorArg) {
                None => format!("“{first}”不能与其他给出的参数同用"),
                prior if prior == error.get(ContextKind::InvalidArg) => format!("“{first}”只能使用一次"),
                Some(ContextValue::String(prior)) => {
                    format!("“{first}”不能与“{}”同用", styled(OPEN, &visible(prior)))
                }
                Some(prior) => format!("“{first}”不能与以下参数同用：{}", lines(prior)?),
            }
        }
        _ => return None,
    })
}

/// The sentence where nothing more is known.
fn plain(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidUtf8 => "参数不是有效的 UTF-8 文本",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "参数的值无效",
        ErrorKind::UnknownArgument => "有不认识的参数",
        ErrorKind::InvalidSubcommand => "没有此子命令",
        ErrorKind::MissingSubcommand => "缺少子命令",
        ErrorKind::MissingRequiredArgument => "缺少必需的参数",
        ErrorKind::ArgumentConflict => "给出的参数不能同用",
        ErrorKind::NoEquals => "给参数赋值须用等号",
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => "参数的值的个数不对",
        ErrorKind::Io => "读写时出错",
        _ => "无法理解此命令行",
    }
}

/// Several arguments, a line each.
fn lines(value: &ContextValue) -> Option<String> {
    let ContextValue::Strings(all) = value else { return None };
    Some(all.iter().fold(String::new(), |out, one| format!("{out}\n  {}", styled(GOOD, &visible(one)))))
}

/// What may stand there, in brackets.
fn list(out: &mut StyledStr, what: &str, values: Option<&ContextValue>) {
    if let Some(ContextValue::Strings(values)) =
        values.filter(|v| !matches!(v, ContextValue::Strings(s) if s.is_empty()))
    {
        let values: Vec<String> = values.iter().map(|value| styled(GOOD, &visible(value))).collect();
        let _ = write!(out, "\n  [{what}：{}]", values.join("、"));
    }
}

/// What was perhaps meant.
fn hints(out: &mut StyledStr, error: &Error<Chinese>) {
    let mut said = Vec::new();
    for (kind, what) in [
        (ContextKind::SuggestedSubcommand, "相近的子命令"),
        (ContextKind::SuggestedArg, "相近的参数"),
        (ContextKind::SuggestedValue, "相近的值"),
    ] {
        let near: Vec<String> = match error.get(kind) {
            Some(ContextValue::String(one)) => vec![styled(GOOD, &visible(one))],
            Some(ContextValue::Strings(all)) => all.iter().map(|one| styled(GOOD, &visible(one))).collect(),
            _ => Vec::new(),
        };
        if !near.is_empty() {
            said.push(format!("{what}：{}", near.join("、")));
        }
    }
    if let Some(ContextValue::StyledStrs(hints)) = error.get(ContextKind::Suggested) {
        let in_chinese =
            |hint: &StyledStr| HINTS.iter().fold(visible(&hint.to_string()), |text, (en, zh)| text.replacen(en, zh, 1));
        said.extend(hints.iter().map(in_chinese));
    }
    if !said.is_empty() {
        let _ = writeln!(out);
    }
    for hint in said {
        let _ = write!(out, "\n  {}{hint}", styled(GOOD, "提示："));
    }
}

fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}
