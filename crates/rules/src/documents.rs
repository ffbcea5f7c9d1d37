//! The documents that duties ask for, from `law/documents.toml`: one table ties the kind of a document, the fact that
//! names it, the form it is written on and the names by which it is known in a folder.

use std::sync::OnceLock;

use crate::book;
use crate::toml_place::{PlacedError, Table, Text};

/// All kinds of documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Documents {
    /// Endings of files that can be documents; of one document in several formats, the one that people read comes first.
    pub endings: Vec<String>,
    /// Words near a link that make it one to a document of the duties.
    pub duties: Vec<String>,
    /// Words near a link that make it one to instructions for users, which no duty asks for.
    pub instructions: Vec<String>,
    /// The kinds, in the order in which they are tried.
    pub kinds: Vec<DocumentKind>,
}

/// The table built into the program, for whoever reads folders and has no law book; it is part of every law book.
pub fn bundled() -> &'static Documents {
    static TABLE: OnceLock<Documents> = OnceLock::new();
    TABLE.get_or_init(|| {
        let (file, text) = book::file("law/documents.toml");
        let text = Text { file, text };
        let mut out = Documents::default();
        // A broken table ends every run before this one: the law book is read first, and says where.
        if let Ok(parsed) = text.parse() {
            let _ = out.read(&Table::new(text, parsed.get_ref(), parsed.span()));
        }
        out
    })
}

/// A kind of document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentKind {
    /// What it is called in every output, such as `technical-documentation`.
    pub word: String,
    /// The fact that names it, such as `documents.technical_documentation`.
    pub fact: String,
    /// The form it is written on; two kinds may be views of one form.
    pub form: String,
    /// Whether the public has a view of its own.
    pub public: bool,
    /// The reader whose view of the record is judged; without one the document decides no duty, whatever stands in it.
    pub judged: Option<String>,
    /// What a file's name holds, letters and digits only and in lower case, wherever the file is.
    pub file: Vec<String>,
    /// With what a file's name begins, in a folder called `documents`: too common to be known by elsewhere.
    pub filed: Vec<String>,
    /// What the text of a link holds, in lower case.
    pub link: Vec<String>,
    /// What the text of a link holds that counts only where one of the words of [`Documents::duties`] is near.
    pub link_vague: Vec<String>,
}

impl Documents {
    /// The kind of a word.
    pub fn kind(&self, word: &str) -> Option<&DocumentKind> {
        self.kinds.iter().find(|k| k.word == word)
    }

    /// The kind that a fact names.
    pub fn of_fact(&self, fact: &str) -> Option<&DocumentKind> {
        self.kinds.iter().find(|k| k.fact == fact)
    }

    /// Kinds written on a form, in the order of the table.
    pub fn of_form<'d>(&'d self, form: &str) -> impl Iterator<Item = &'d DocumentKind> {
        self.kinds.iter().filter(move |k| k.form == form)
    }

    /// The place of an ending among those of documents, the one that people read first; `None` for any other.
    pub fn ending(&self, ending: &str) -> Option<usize> {
        self.endings.iter().position(|e| e == ending)
    }

    /// The kind of a file by its name without ending, and whether it lies in a folder called `documents`.
    pub fn of_file(&self, stem: &str, filed: bool) -> Option<&DocumentKind> {
        let plain: String = stem.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        let named = self.kinds.iter().find(|k| k.file.iter().any(|part| plain.contains(part.as_str())));
        let in_folder = |k: &&DocumentKind| k.filed.iter().any(|part| plain.starts_with(part.as_str()));
        named.or_else(|| self.kinds.iter().filter(|_| filed).find(in_folder))
    }

    /// Adds the entries of a law file.
    pub(crate) fn read(&mut self, root: &Table<'_, '_>) -> Result<(), PlacedError> {
        let list = |table: &Table<'_, '_>, key| -> Result<Vec<String>, PlacedError> {
            Ok(table.list(key)?.into_iter().map(|(text, _)| text).collect())
        };
        self.endings.extend(list(root, "endings")?);
        self.duties.extend(list(root, "duties")?);
        self.instructions.extend(list(root, "instructions")?);
        for table in root.tables("document")? {
            let kind = DocumentKind {
                word: table.str("word")?,
                fact: table.str("fact")?,
                form: table.str("form")?,
                public: table.flag("public")?,
                judged: table.opt_str("judged")?,
                file: list(&table, "file")?,
                filed: list(&table, "filed")?,
                link: list(&table, "link")?,
                link_vague: list(&table, "link_vague")?,
            };
            table.finish()?;
            if self.kind(&kind.word).is_some() || self.of_fact(&kind.fact).is_some() {
                return Err(table.error(format!("the document `{}` or its fact stands here twice", kind.word)));
            }
            self.kinds.push(kind);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    #[test]
    fn the_bundled_table_is_that_of_the_law_book() {
        let law = crate::law::Law::book().unwrap();
        assert_eq!(*super::bundled(), law.documents);
        assert!(law.documents.kinds.len() > 3);
    }
}
