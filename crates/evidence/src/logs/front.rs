//! The front matter of a card as a tree with places, for what stands in it besides the keys of a model.

use super::json::Json;
use super::yaml;
use crate::card::front_matter;
use crate::files::Entry;
use crate::limits;
use crate::run::Run;
use crate::text::Text;

/// A card's text and its front matter; nothing where there is none, or it is broken, which the card's own reader says.
pub fn read(run: &mut Run<'_>, entry: &Entry) -> Option<(Text, Json)> {
    let bytes = run.range(&entry.path, 0, entry.size.min(limits::README))?;
    let text = Text::new(&entry.path, bytes);
    let front = front_matter::locate(&text.content)?;
    let yaml = text.content.get(front.yaml.clone())?;
    if yaml.len() > limits::FRONT_MATTER {
        return None;
    }
    let root = yaml::read(yaml, front.yaml.start).ok().filter(Json::is_map)?;
    Some((text, root))
}
