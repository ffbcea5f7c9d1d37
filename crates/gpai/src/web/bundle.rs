//! The modules of the page as one script, since a browser opens no module from a file on disk. Each module becomes a
//! function, called after those it imports, and stands in it as in `web/`. It understands the forms that `web/` uses, and refuses others.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A module taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
struct Module {
    /// Path of an imported module, and what its names are bound to here.
    imports: Vec<(String, Binding)>,
    /// Name here, name outside.
    exports: Vec<(String, String)>,
    /// The rest.
    body: String,
}

#[derive(Debug, PartialEq, Eq)]
enum Binding {
    Nothing,
    Whole(String),
    /// Name outside, name here.
    Names(Vec<(String, String)>),
}

/// One script that does what the module `entry` does. `find` gives the text of a module by its path.
pub fn bundle<'t>(entry: &str, find: &dyn Fn(&str) -> Option<&'t str>) -> Result<String, String> {
    let mut order = Vec::new();
    visit(entry, find, &mut order, &mut Vec::new())?;
    let names: BTreeMap<String, String> =
        order.iter().enumerate().map(|(i, (path, _))| (path.clone(), format!("$module{i}"))).collect();
    let mut out = String::new();
    for (path, module) in &order {
        let name = names.get(path).ok_or("a module without a name")?;
        let last = path == entry;
        // The last one stands alone, so that it may wait at its top level.
        let _ = writeln!(out, "{}", if last { "{".to_owned() } else { format!("const {name} = (() => {{") });
        for (from, binding) in &module.imports {
            let from = names.get(from).ok_or("an import without a name")?;
            let _ = match binding {
                Binding::Nothing => Ok(()),
                Binding::Whole(local) => writeln!(out, "const {local} = {from};"),
                Binding::Names(list) => writeln!(out, "const {{ {} }} = {from};", pairs(list)),
            };
        }
        let _ = writeln!(out, "{}", module.body.trim_matches('\n'));
        let exports: Vec<(String, String)> = module.exports.iter().map(|(l, o)| (o.clone(), l.clone())).collect();
        let _ = match last {
            true => writeln!(out, "}}"),
            false => writeln!(out, "return {{ {} }};\n}})();", pairs(&exports)),
        };
    }
    Ok(out)
}

/// `a, b: c` of names outside and here.
fn pairs(list: &[(String, String)]) -> String {
    let one = |(outer, inner): &(String, String)| match outer == inner {
        true => outer.clone(),
        false => format!("{outer}: {inner}"),
    };
    list.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Puts a module behind all it imports.
fn visit<'t>(
    path: &str,
    find: &dyn Fn(&str) -> Option<&'t str>,
    order: &mut Vec<(String, Module)>,
    open: &mut Vec<String>,
) -> Result<(), String> {
    if order.iter().any(|(p, _)| p == path) {
        return Ok(());
    }
    if open.iter().any(|p| p == path) {
        return Err(format!("{} imports itself through {}", path, open.join(", ")));
    }
    open.push(path.to_owned());
    let text = find(path).ok_or_else(|| format!("{path} is imported and not among the files of the page"))?;
    let module = parse(path, text).map_err(|e| format!("{path}: {e}"))?;
    for (from, _) in &module.imports {
        visit(from, find, order, open)?;
    }
    open.pop();
    order.push((path.to_owned(), module));
    Ok(())
}

fn parse(path: &str, text: &str) -> Result<Module, String> {
    let mut module = Module::default();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let lists = ["import ", "export {", "export *"];
        if !lists.iter().any(|l| line.starts_with(l)) {
            match line.strip_prefix("export ") {
                Some(declaration) => {
                    let name = declared(declaration).ok_or_else(|| format!("this form is not understood: {line}"))?;
                    module.exports.push((name.to_owned(), name.to_owned()));
                    module.body.push_str(declaration);
                }
                None => module.body.push_str(line),
            }
            module.body.push('\n');
            continue;
        }
        // The statement may go on over several lines.
        let mut statement = line.to_owned();
        while !statement.trim_end().ends_with(';') {
            let next = lines.next().ok_or_else(|| format!("no `;` after: {line}"))?;
            statement.push(' ');
            statement.push_str(next);
        }
        statement_into(path, statement.trim_end().trim_end_matches(';'), &mut module)
            .ok_or_else(|| format!("this form is not understood: {statement}"))?;
    }
    Ok(module)
}

fn statement_into(path: &str, statement: &str, module: &mut Module) -> Option<()> {
    if let Some(list) = statement.strip_prefix("export ") {
        let inner = list.trim().strip_prefix('{')?;
        match inner.split_once('}')? {
            (names, "") => module.exports.extend(renamed(names)?),
            (names, from) => {
                // Handed on from another module: bound here under a name of its own.
                let from = resolve(path, quoted(from.trim().strip_prefix("from")?.trim())?)?;
                let list = renamed(names)?;
                let local = |name: &str| format!("$from{}${name}", module.imports.len());
                let bound: Vec<(String, String)> = list.iter().map(|(n, _)| (n.clone(), local(n))).collect();
                module.exports.extend(list.iter().map(|(n, o)| (local(n), o.clone())));
                module.imports.push((from, Binding::Names(bound)));
            }
        }
        return Some(());
    }
    let rest = statement.strip_prefix("import ")?.trim();
    if let Some(path_only) = quoted(rest) {
        module.imports.push((resolve(path, path_only)?, Binding::Nothing));
        return Some(());
    }
    let (what, from) = rest.rsplit_once(" from ")?;
    let binding = match what.trim() {
        whole if whole.starts_with('*') => {
            Binding::Whole(identifier(whole.strip_prefix('*')?.trim().strip_prefix("as ")?.trim())?.to_owned())
        }
        list => Binding::Names(renamed(list.strip_prefix('{')?.strip_suffix('}')?)?),
    };
    module.imports.push((resolve(path, quoted(from.trim())?)?, binding));
    Some(())
}

/// The name a declaration declares; only what never changes afterwards.
fn declared(declaration: &str) -> Option<&str> {
    const FORMS: [&str; 6] = ["async function* ", "async function ", "function* ", "function ", "class ", "const "];
    let rest = FORMS.iter().find_map(|f| declaration.strip_prefix(f))?;
    let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
    identifier(rest.get(..end)?)
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

fn identifier(name: &str) -> Option<&str> {
    (!name.is_empty() && name.chars().all(is_part) && !name.starts_with(|c: char| c.is_ascii_digit())).then_some(name)
}

/// `a, b as c` as pairs.
fn renamed(list: &str) -> Option<Vec<(String, String)>> {
    let entries = list.split(',').map(str::trim).filter(|e| !e.is_empty());
    entries
        .map(|entry| {
            let (name, other) = entry.split_once(" as ").unwrap_or((entry, entry));
            Some((identifier(name.trim())?.to_owned(), identifier(other.trim())?.to_owned()))
        })
        .collect()
}

fn quoted(text: &str) -> Option<&str> {
    text.strip_prefix('"')?.strip_suffix('"')
}

/// The path below `web/` that a relative import means.
fn resolve(from: &str, import: &str) -> Option<String> {
    if !import.starts_with("./") && !import.starts_with("../") {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in import.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn made(files: &[(&str, &'static str)]) -> Result<String, String> {
        let find = |path: &str| files.iter().find(|(p, _)| *p == path).map(|(_, text)| *text);
        bundle("app.js", &find)
    }

    #[test]
    fn modules_become_functions_in_the_order_of_their_imports() {
        let app = "import { a, b as c } from \"./ui/x.js\";\nimport * as y from \"./y.js\";\nawait a(c, y.z);\n";
        let x = "import {\n  z,\n} from \"../y.js\";\nexport const a = z;\nexport async function b() {}\n";
        let y = "// y\nconst z = 1;\nexport { z };\n";
        let script = made(&[("app.js", app), ("ui/x.js", x), ("y.js", y)]).unwrap();
        assert_eq!(
            script,
            "const $module0 = (() => {\n// y\nconst z = 1;\nreturn { z };\n})();\n\
             const $module1 = (() => {\nconst { z } = $module0;\nconst a = z;\nasync function b() {}\n\
             return { a, b };\n})();\n\
             {\nconst { a, b: c } = $module1;\nconst y = $module0;\nawait a(c, y.z);\n}\n"
        );
    }

    #[test]
    fn names_are_handed_on() {
        let app = "import { d } from \"./x.js\";\nd();\n";
        let x = "export { c as d } from \"./y.js\";\n";
        let script = made(&[("app.js", app), ("x.js", x), ("y.js", "export class c {}\n")]).unwrap();
        assert!(script.contains("const { c: $from0$c } = $module0;\n\nreturn { d: $from0$c };"), "{script}");
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let wrong = [
            "import x from \"./x.js\";",
            "import { x } from \"x\";",
            "import { x } from './x.js';",
            "export default 1;",
            "export let x = 1;",
            "export const { a } = b;",
            "export * from \"./x.js\";",
            "import { a",
            "import { x } from \"../x.js\";",
            "import { x } from \"./app.js\";",
        ];
        for text in wrong {
            assert!(made(&[("app.js", text), ("x.js", "")]).is_err(), "{text}");
        }
    }
}
