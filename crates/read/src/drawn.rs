//! Boxes that a page draws instead of writing: SVG, pictures, and empty elements that a style makes a box of. Each is judged by
//! the words it carries, and else against the other boxes of the same page: of two drawings alike but for what one has more, that
//! one is ticked. A drawing of which neither says anything is a box that cannot be read, never a ticked one.

use std::collections::{BTreeMap, BTreeSet};

use scraper::Html;
use scraper::node::{Element, Node};

use super::ticks;

/// What a node draws: ticked, empty, or a box of which that cannot be told.
pub(super) type Mark = Option<bool>;

/// Largest width and height of a box, in pixels.
const LARGEST: u32 = 40;
/// Most nodes looked at, and most shapes of one drawing.
const MOST_NODES: usize = 400_000;
const MOST_SHAPES: usize = 12;
/// Fewest drawings without words on a page that are taken for boxes.
const FEWEST: usize = 3;

const SHAPES: [&str; 8] = ["rect", "circle", "path", "line", "polyline", "polygon", "ellipse", "use"];
const TICKED: [&str; 20] = [
    "checked",
    "ticked",
    "selected",
    "marked",
    "chosen",
    "on",
    "true",
    "check",
    "tick",
    "checkmark",
    "active",
    "filled",
    "crossed",
    "xmark",
    "check2",
    "yes",
    "done",
    "enabled",
    "cross",
    "x",
];
const EMPTY: [&str; 16] = [
    "unchecked",
    "unticked",
    "unselected",
    "unmarked",
    "empty",
    "off",
    "false",
    "blank",
    "outline",
    "notchecked",
    "inactive",
    "none",
    "not",
    "clear",
    "o",
    "hollow",
];
/// Words of a box that say nothing of its state.
const BOX: [&str; 12] =
    ["box", "checkbox", "cb", "square", "radio", "option", "opt", "chk", "tickbox", "field", "checkboxes", "bx"];

/// The boxes of a page, by the place of their node in document order.
pub(super) fn marks(html: &Html) -> BTreeMap<usize, Mark> {
    let styles = Styles::of(html);
    let mut out: BTreeMap<usize, Mark> = BTreeMap::new();
    let mut open: Vec<(usize, Kind, BTreeSet<String>)> = Vec::new();
    for (at, node) in html.tree.root().descendants().enumerate().take(MOST_NODES) {
        let Node::Element(element) = node.value() else { continue };
        match element.name() {
            "svg" if small(element) => {
                let mut said = words(element, &["aria-label", "title", "class", "id", "data-icon", "data-state"]);
                let mut shapes = BTreeSet::new();
                for inner in node.descendants().take(200) {
                    match inner.value() {
                        Node::Element(shape) if SHAPES.contains(&shape.name()) && shapes.len() < MOST_SHAPES => {
                            if shape.name() == "use" {
                                said.extend(words(shape, &["href", "xlink:href"]));
                            }
                            shapes.insert(drawing(shape));
                        }
                        Node::Text(text) => said.extend(split(text)),
                        _ => {}
                    }
                }
                match state(&said) {
                    Some(ticked) => {
                        out.insert(at, Some(ticked));
                    }
                    None if !shapes.is_empty() => open.push((at, Kind::Svg, shapes)),
                    None => {}
                }
            }
            "img" => {
                let alt = element.attr("alt").unwrap_or_default();
                let sign =
                    alt.trim().chars().next().filter(|_| alt.trim().chars().count() == 1).and_then(ticks::character);
                let mut said: BTreeSet<String> = split(alt);
                if !element.attr("src").is_some_and(|s| s.starts_with("data:")) {
                    said.extend(words(element, &["src"]));
                }
                said.extend(words(element, &["title", "class"]));
                let boxy = said
                    .iter()
                    .any(|w| BOX.contains(&w.as_str()) || TICKED.contains(&w.as_str()) && w != "x" && w != "on");
                if let Some(ticked) = sign.or_else(|| state(&said).filter(|_| boxy && small_or_unsized(element))) {
                    out.insert(at, Some(ticked));
                } else if small(element) {
                    let source: String = element.attr("src").unwrap_or_default().chars().take(4_000).collect();
                    open.push((at, Kind::Picture, BTreeSet::from([source])));
                }
            }
            "span" | "i" | "em" | "b" | "div" | "label" | "a" | "mark" => {
                let text: String = node
                    .descendants()
                    .skip(1)
                    .take(4)
                    .filter_map(|n| n.value().as_text().map(|t| t.trim().to_owned()))
                    .collect();
                let ligature = element.attr("class").is_some_and(|c| c.contains("material"));
                if ligature && let Some(ticked) = icon(&text) {
                    out.insert(at, Some(ticked));
                    continue;
                }
                if !text.is_empty() || node.children().any(|c| c.value().is_element()) {
                    continue;
                }
                if let Some(sign) = styles.before(element) {
                    if let Some(mark) = sign {
                        out.insert(at, Some(mark));
                    }
                    continue;
                }
                let said =
                    words(element, &["class", "aria-label", "title", "data-state", "data-checked", "aria-checked"]);
                let boxy =
                    said.iter().any(|w| BOX.contains(&w.as_str()) || matches!(w.as_str(), "fa" | "far" | "fas" | "bi"));
                if boxy && let Some(ticked) = state(&said) {
                    out.insert(at, Some(ticked));
                }
                let mut drawn: BTreeSet<String> =
                    element.attr("class").unwrap_or_default().split_whitespace().map(|c| format!(".{c}")).collect();
                drawn.extend(element.attr("style").unwrap_or_default().split(';').map(|s| {
                    s.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).take(200).collect()
                }));
                drawn.remove("");
                let styled = element.attr("style").is_some_and(|s| s.contains("border")) || styles.is_box(element);
                if styled || boxy {
                    drawn.extend(styles.filled(element).then(|| "filled".to_owned()));
                    open.push((at, Kind::Element, drawn));
                }
            }
            _ => {}
        }
    }
    judge(open, &mut out);
    out
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Svg,
    Picture,
    Element,
}

/// Drawings without words, against each other.
fn judge(open: Vec<(usize, Kind, BTreeSet<String>)>, out: &mut BTreeMap<usize, Mark>) {
    for kind in [Kind::Svg, Kind::Picture, Kind::Element] {
        let of: Vec<&(usize, Kind, BTreeSet<String>)> = open.iter().filter(|(_, k, _)| *k == kind).collect();
        let distinct: BTreeSet<&BTreeSet<String>> = of.iter().map(|(_, _, drawn)| drawn).collect();
        if of.len() < FEWEST || (distinct.len() > 6) {
            continue;
        }
        for (at, _, drawn) in &of {
            let more = distinct.iter().any(|other| drawn.is_superset(other) && drawn.len() > other.len());
            let less = distinct.iter().any(|other| other.is_superset(drawn) && other.len() > drawn.len());
            let filled = |d: &BTreeSet<String>| {
                d.iter().filter(|s| s.ends_with('#') || s.contains("background") || *s == "filled").count()
            };
            let by_fill =
                distinct.iter().find(|other| filled(other) != filled(drawn)).map(|other| filled(drawn) > filled(other));
            let mark = match (more, less) {
                (true, false) => Some(true),
                (false, true) => Some(false),
                _ if distinct.len() == 2 && kind != Kind::Picture => by_fill,
                _ => None,
            };
            // What its own words say stands; it helps to judge the others.
            out.entry(*at).or_insert(mark);
        }
    }
}

/// A shape as it is drawn; `#` at the end where it is filled.
fn drawing(shape: &Element) -> String {
    let keys = ["d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height"];
    let drawn: String = keys.iter().filter_map(|k| shape.attr(k)).flat_map(|v| v.chars().take(300)).collect();
    let fill = shape.attr("fill").unwrap_or_default().to_lowercase();
    let framed = shape.name() != "path" || shape.attr("stroke").is_some();
    let filled = framed && !matches!(fill.as_str(), "" | "none" | "white" | "#fff" | "#ffffff" | "transparent");
    format!("{} {drawn}{}", shape.name(), if filled { "#" } else { "" })
}

fn words(element: &Element, keys: &[&str]) -> BTreeSet<String> {
    keys.iter().filter_map(|k| element.attr(k)).flat_map(split).collect()
}

fn split(text: &str) -> BTreeSet<String> {
    let text: String = text.chars().take(300).collect();
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// What the words of a drawing say.
fn state(said: &BTreeSet<String>) -> Option<bool> {
    let has = |list: &[&str]| said.iter().any(|w| list.contains(&w.as_str()));
    // Icon fonts: `check-square-o` is a ticked box, drawn as an outline; `square-o` an empty one.
    let icon = ["fa", "far", "fas", "bi", "glyphicon", "mdi"].iter().any(|f| said.contains(*f));
    if icon && (said.contains("square") || said.contains("circle") || said.contains("checkbox")) {
        let empty = ["blank", "outline", "unchecked"].iter().any(|w| said.contains(*w)) && !said.contains("marked");
        let ticked = ["check", "checked", "marked", "tick", "x", "xmark", "fill"].iter().any(|w| said.contains(*w));
        return Some(ticked && !empty);
    }
    if has(&EMPTY) {
        return Some(false);
    }
    // `check` and `box` are the name of the thing.
    let named = said.contains("box") && said.contains("check");
    let says = said.iter().any(|w| TICKED.contains(&w.as_str()) && !(named && w == "check"));
    says.then_some(true)
}

/// The names by which Material's icons are written.
fn icon(name: &str) -> Option<bool> {
    match name {
        "check_box" | "check" | "done" | "radio_button_checked" | "check_circle" | "select_check_box" => Some(true),
        "check_box_outline_blank" | "radio_button_unchecked" | "crop_square" => Some(false),
        _ => None,
    }
}

fn number(text: &str) -> Option<u32> {
    let digits: String = text.trim().chars().take_while(char::is_ascii_digit).collect();
    let value: u32 = digits.parse().ok()?;
    // `1em` is as high as the text.
    Some(if text.contains("em") { value.saturating_mul(16) } else { value })
}

fn small(element: &Element) -> bool {
    let sizes: Vec<u32> = ["width", "height"].iter().filter_map(|k| element.attr(k).and_then(number)).collect();
    if !sizes.is_empty() {
        return sizes.iter().all(|s| *s <= LARGEST);
    }
    let style = element.attr("style").unwrap_or_default().to_lowercase();
    if let Some((_, width)) = style.split_once("width:") {
        return number(width).is_some_and(|w| w <= LARGEST);
    }
    element
        .attr("viewBox")
        .or_else(|| element.attr("viewbox"))
        .and_then(|v| v.split_whitespace().nth(2).and_then(number))
        .is_some_and(|w| w <= LARGEST || (w <= 576 && element.attr("class").is_some()))
}

fn small_or_unsized(element: &Element) -> bool {
    let sized = ["width", "height", "style"].iter().any(|k| element.attr(k).is_some());
    !sized || small(element)
}

/// What the page's own styles say of classes: the sign written before an element, and whether it has a border or a filling.
#[derive(Default)]
struct Styles {
    before: BTreeMap<String, String>,
    boxes: BTreeSet<String>,
    filled: BTreeSet<String>,
}

impl Styles {
    fn of(html: &Html) -> Self {
        let mut out = Styles::default();
        let mut inside = String::new();
        for node in html.tree.root().descendants().take(MOST_NODES) {
            if node.value().as_element().is_some_and(|e| e.name() == "style") {
                for text in node.descendants().filter_map(|n| n.value().as_text()) {
                    inside.push_str(text);
                }
            }
        }
        for rule in inside.split('}').take(2_000) {
            let Some((selectors, body)) = rule.split_once('{') else { continue };
            for selector in selectors.split(',') {
                let selector = selector.trim();
                let pseudo = selector.contains(":before") || selector.contains(":after");
                let bare = selector.split(':').next().unwrap_or_default();
                // The classes of the last element, such as `.box.on` of `td .box.on`.
                let last = bare.split_whitespace().next_back().unwrap_or_default();
                let Some(at) = last.find('.') else { continue };
                let mut classes: Vec<&str> = last.get(at + 1..).unwrap_or_default().split('.').collect();
                classes.sort_unstable();
                let name = classes.join(".");
                let value = |key: &str| {
                    body.split(';')
                        .filter_map(|d| d.split_once(':'))
                        .find(|(k, _)| k.trim() == key)
                        .map(|(_, v)| v.trim())
                };
                if pseudo && let Some(content) = value("content") {
                    out.before.insert(name.clone(), unescape(content.trim_matches(['"', '\''])));
                    continue;
                }
                if body.contains("border") {
                    out.boxes.insert(name.clone());
                }
                let background = value("background").or_else(|| value("background-color")).unwrap_or_default();
                if !matches!(background, "" | "none" | "white" | "#fff" | "#ffffff" | "transparent") {
                    out.filled.insert(name);
                }
            }
        }
        out
    }

    /// Whether every class of a selector is one of the element.
    fn fits(name: &str, element: &Element) -> bool {
        let classes: Vec<&str> = element.attr("class").unwrap_or_default().split_whitespace().collect();
        name.split('.').all(|c| classes.contains(&c))
    }

    /// The sign that a style writes before the element: a box and its state, a box that says nothing, or none.
    fn before(&self, element: &Element) -> Option<Mark> {
        let most = self
            .before
            .iter()
            .filter(|(name, _)| Self::fits(name, element))
            .max_by_key(|(name, _)| name.matches('.').count());
        let sign = most?.1.trim().chars().next()?;
        Some(if ticks::cross(sign) || ticks::filled(sign) || sign == '\u{221A}' {
            Some(true)
        } else {
            ticks::character(sign)
        })
    }

    fn is_box(&self, element: &Element) -> bool {
        self.boxes.iter().any(|name| Self::fits(name, element))
    }

    fn filled(&self, element: &Element) -> bool {
        self.filled.iter().any(|name| Self::fits(name, element))
    }
}

/// `\2611` as the character it is.
fn unescape(content: &str) -> String {
    let Some(code) = content.strip_prefix('\\') else { return content.to_owned() };
    let hex: String = code.chars().take_while(char::is_ascii_hexdigit).take(6).collect();
    u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32).map(|c| c.to_string()).unwrap_or_default()
}
