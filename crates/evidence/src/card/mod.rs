//! The model card, README.md or under another name: opened once, its front matter found once, its prose cut once, and then read for each thing that it may say.

mod base_names;
mod base_phrases;
mod bases;
mod data_set;
mod declared;
pub mod front_matter;
mod gate;
mod keys;
mod links;
mod matters;
mod others_compute;
mod yaml;

use self::front_matter::Front;
use crate::candidates::Base;
use crate::files::Entry;
use crate::licence::sentence;
use crate::prose::page::Page;
use crate::reader::{Rank, Reader, cards, is_card};
use crate::run::{Opened, POINTER, Run};
use crate::statement::{Sentences, Statement};
use crate::text::Text;
use crate::{limits, prose};

/// The reader.
pub const READER: Reader = Reader { name: keys::NAME, rank: Rank::Card, sample: "README.md", wants: is_card, read };
/// The name under which the prose stands in the list of what was looked at.
const PROSE: &str = "prose";

/// A card that was opened.
struct Card {
    page: Page,
    front: Option<Front>,
    /// The first heading, which usually is the name of the model.
    title: Option<String>,
}

impl Card {
    fn new(text: Text) -> Self {
        let front = front_matter::locate(&text.content);
        let title = bases::title(&text.content, front.as_ref());
        let page = Page::new(text, front.as_ref().map(|f| f.whole.clone()), &matters::MATTERS);
        Card { page, front, title }
    }
}

/// Reads the cards; there may be two, README.md and MODEL_CARD.md. What the keys of all say goes before the prose of any.
fn read(run: &mut Run<'_>, entries: &[Entry]) {
    let mut opened: Vec<(&str, Option<Card>)> = Vec::new();
    let read = cards(entries);
    for other in entries.iter().filter(|e| e.size > 0 && !read.contains(e)) {
        let card = read.first().map_or("several model cards", |c| c.path.as_str());
        run.note(&other.path, keys::NAME, format!("seen, not read: the card is {card}"));
    }
    for entry in read {
        match run.open(entry, limits::README) {
            Opened::Text(text) => opened.push((&entry.path, Some(Card::new(text)))),
            Opened::Pointer => opened.push((&entry.path, None)),
            Opened::Nothing => {}
        }
    }
    let mut bases: Vec<Base> = Vec::new();
    for (path, card) in &opened {
        match card {
            Some(card) => {
                let (text, front) = (&card.page.text, card.front.as_ref());
                keys::read(run, text, front, card.title.as_deref(), &mut bases);
            }
            None => [keys::NAME, PROSE, others_compute::NAME].into_iter().for_each(|n| run.note(path, n, POINTER)),
        }
    }
    for (path, card) in opened.iter().filter_map(|(path, card)| Some((path, card.as_ref()?))) {
        let said = prose::read(run, &card.page, card.title.as_deref());
        let named = base_names::read(run, &card.page, card.title.as_deref(), &mut bases);
        links::read(run, &card.page);
        run.note(path, PROSE, said + &named);
        others_compute::read(run, &card.page);
        data_set::read(run, &card.page.text);
    }
    for base in bases {
        run.base(base);
    }
    for (path, card) in opened {
        let clauses = card.as_ref().map_or(Vec::new(), |card| sentence::clauses(&card.page));
        let nothing = card.is_none().then_some(POINTER);
        run.licence(Statement::Sentences(Sentences { file: path.to_owned(), clauses, nothing }));
        for found in card.iter().flat_map(|card| sentence::restrictions(&card.page)) {
            run.licence(Statement::Restricted(Box::new(found)));
        }
    }
}
