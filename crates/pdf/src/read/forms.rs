//! Drawings inside drawings (form XObjects): whether a page calls one inside itself, or so many that drawing would not end.

use hayro_interpret::CacheKey as _;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Dict, Name};
use hayro_syntax::page::{Page, Resources};

/// Most forms drawn on one page, each as often as it is drawn.
const MOST_FORMS: u32 = 2_000;
/// Deepest nesting of forms.
const DEEPEST: usize = 20;
/// Most decoded bytes looked at.
const MOST_BYTES: usize = 64 << 20;

/// Why a page cannot be drawn; `None` where its forms are in order.
pub fn refused(page: &Page<'_>) -> Option<&'static str> {
    let mut walk = Walk { inside: Vec::new(), forms: 0, bytes: 0 };
    walk.content(page.page_stream()?, page.resources())
}

struct Walk {
    /// The forms that are open.
    inside: Vec<u128>,
    forms: u32,
    bytes: usize,
}

impl Walk {
    fn content(&mut self, content: &[u8], resources: &Resources<'_>) -> Option<&'static str> {
        self.bytes = self.bytes.saturating_add(content.len());
        if self.bytes > MOST_BYTES {
            return Some("too much is drawn inside other drawings");
        }
        // Without the operator nothing is called: most forms are text and lines.
        if !content.windows(2).any(|w| w == b"Do") {
            return None;
        }
        let mut operations = TypedIter::new(content);
        while let Some(operation) = operations.next() {
            let TypedInstruction::XObject(called) = operation else { continue };
            let Some(form) = resources.get_x_object(called.0) else { continue };
            let dict = form.dict();
            if dict.get::<Name<'_>>("Subtype").is_none_or(|s| s.as_str() != "Form") {
                continue;
            }
            let key = form.cache_key();
            self.forms += 1;
            if self.inside.contains(&key) {
                return Some("a drawing that holds itself");
            }
            if self.forms > MOST_FORMS || self.inside.len() >= DEEPEST {
                return Some("too much is drawn inside other drawings");
            }
            let Ok(inner) = form.decoded() else { continue };
            let own = Resources::from_parent(dict.get::<Dict<'_>>("Resources").unwrap_or_default(), resources.clone());
            self.inside.push(key);
            let found = self.content(&inner, &own);
            self.inside.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }
}
