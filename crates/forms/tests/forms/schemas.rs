//! The published JSON Schemas are those of the forms, and what is written passes them.

use gpai_forms::compose::View;
use gpai_forms::schema::schema;
use gpai_forms::template::{BOOK, Template};
use gpai_forms::{json, record::Record};

use crate::{records, root};

/// Set `GPAI_WRITE_SCHEMAS=1` to write them anew after a change of a form.
#[test]
fn the_published_schemas_are_up_to_date() {
    let folder = root().join("docs/schemas");
    let write = std::env::var_os("GPAI_WRITE_SCHEMAS").is_some();
    for kind in Template::kinds() {
        let template = Template::latest(kind).unwrap().unwrap();
        let path = folder.join(format!("{kind}.schema.json"));
        if write {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, schema(&template)).unwrap();
        }
        let published = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(published == schema(&template), "{kind}: GPAI_WRITE_SCHEMAS=1 cargo test -p gpai-report schemas");
    }
}

#[test]
fn every_form_in_the_law_folder_is_in_the_book() {
    let folder = root().join("law");
    let mut forms = std::collections::BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml")
            && std::fs::read_to_string(&path).unwrap().contains("\n[form]\n")
        {
            forms.insert(format!("law/{}", path.file_name().unwrap().to_str().unwrap()));
        }
    }
    assert_eq!(forms, BOOK.iter().map(|(file, _)| (*file).to_owned()).collect());
}

fn validator(template: &Template) -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str(&schema(template)).unwrap()).unwrap()
}

#[test]
fn what_is_written_passes_its_schema_and_reads_back() {
    for (name, template, record) in records() {
        let validator = validator(&template);
        for audience in template.audiences.clone() {
            for last in [true, false] {
                let text = json::write(&template, &record, View { audience, last });
                let document = serde_json::from_str(&text).unwrap();
                let errors: Vec<String> =
                    validator.iter_errors(&document).map(|e| format!("{}: {e}", e.instance_path())).collect();
                assert!(errors.is_empty(), "{name}: {errors:?}");
                let (_, again, reader) = json::read(&text).unwrap();
                assert_eq!(reader, audience);
                for (id, answer) in &again.answers {
                    assert_eq!(answer.value, record.answers[id].value, "{name} {id}");
                    assert_eq!(answer.other, record.answers[id].other);
                }
                let seen = template.fields.iter().filter(|f| f.audiences.contains(&audience));
                assert_eq!(again.answers.len(), seen.filter(|f| record.answers.contains_key(&f.id)).count());
            }
        }
    }
}

#[test]
fn the_schema_refuses_what_is_wrong() {
    let text = "[document]\nkind = \"training-summary\"\ntemplate = \"C(2025) 8311\"\n[answers]\n\"2.1.a\" = \"yes\"\n\"H.2\" = 2026-03-16\n";
    let (template, record) = Record::read("f", text).unwrap();
    let view = View { audience: template.audiences[0], last: false };
    let good: serde_json::Value = serde_json::from_str(&json::write(&template, &record, view)).unwrap();
    let validator = validator(&template);
    assert!(validator.is_valid(&good));
    for (path, wrong) in [
        ("/fields/2.1.a/value", serde_json::json!("partly")),
        ("/fields/2.1.a/value", serde_json::Value::Null),
        ("/fields/H.2/value", serde_json::json!("16.3.2026")),
        ("/fields/H.2/state", serde_json::json!("guessed")),
        ("/kind", serde_json::json!("model-report")),
        ("/audience", serde_json::json!("aio")),
        ("/format", serde_json::json!("gpai-document/2")),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(path).unwrap() = wrong;
        assert!(!validator.is_valid(&bad), "{path}");
    }
}
