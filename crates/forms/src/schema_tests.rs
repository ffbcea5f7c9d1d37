//! Tests of the schema itself; that the published ones are up to date is tested in `tests/forms`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;

#[test]
fn the_schema_of_each_form_names_each_field_and_its_readers() {
    for template in Template::book().unwrap() {
        let schema: Json = serde_json::from_str(&super::schema(&template)).unwrap();
        let fields = schema["properties"]["fields"]["properties"].as_object().unwrap();
        assert_eq!(fields.len(), template.fields.len());
        for field in &template.fields {
            let text = fields[&field.id]["description"].as_str().unwrap();
            assert!(field.audiences.iter().all(|a| text.contains(a.word())), "{}", field.id);
        }
    }
}
