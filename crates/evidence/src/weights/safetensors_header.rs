//! The header of a safetensors file, read tensor by tensor without building a tree: a hundred megabytes of headers are read
//! in less than a second and in little memory.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// One tensor of a header.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tensor {
    /// Type of an element, `BF16`; `None` if it is not said in words.
    pub dtype: Option<String>,
    /// The product of the shape; `None` if there is no shape of whole numbers, or the product is beyond 2^128.
    pub elements: Option<u128>,
}

/// Takes each tensor of a header in turn: name, tensor.
pub struct Header<F>(pub F);

impl<'de, F: FnMut(&str, Tensor)> serde::de::DeserializeSeed<'de> for Header<F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, F: FnMut(&str, Tensor)> Visitor<'de> for Header<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of tensors")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if name == "__metadata__" {
                map.next_value::<IgnoredAny>()?;
            } else {
                let tensor = map.next_value::<Tensor>()?;
                (self.0)(&name, tensor);
            }
        }
        Ok(())
    }
}

/// Visits one shape of value and takes every other as nothing.
macro_rules! or_nothing {
    () => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("any value")
        }

        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok(Default::default())
        }

        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok(Default::default())
        }

        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok(Default::default())
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Default::default())
        }
    };
}

/// Reads an object and ignores it.
fn ignore_map<'de, A: MapAccess<'de>>(mut map: A) -> Result<(), A::Error> {
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

/// Reads a list and ignores it.
fn ignore_seq<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<(), A::Error> {
    while seq.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

impl<'de> Deserialize<'de> for Tensor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct One;
        impl<'de> Visitor<'de> for One {
            type Value = Tensor;
            or_nothing!();

            fn visit_u64<E>(self, _: u64) -> Result<Tensor, E> {
                Ok(Tensor::default())
            }

            fn visit_str<E>(self, _: &str) -> Result<Tensor, E> {
                Ok(Tensor::default())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Tensor, A::Error> {
                ignore_seq(seq)?;
                Ok(Tensor::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tensor, A::Error> {
                let mut tensor = Tensor::default();
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "dtype" => tensor.dtype = map.next_value::<Word>()?.0,
                        "shape" => tensor.elements = map.next_value::<Shape>()?.0,
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok(tensor)
            }
        }
        deserializer.deserialize_any(One)
    }
}

#[derive(Default)]
struct Word(Option<String>);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Word;
            or_nothing!();

            fn visit_u64<E>(self, _: u64) -> Result<Word, E> {
                Ok(Word(None))
            }

            fn visit_str<E>(self, text: &str) -> Result<Word, E> {
                // No type has a long name.
                Ok(Word((text.len() <= 32).then(|| text.to_owned())))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Word, A::Error> {
                ignore_seq(seq).map(|()| Word(None))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Word, A::Error> {
                ignore_map(map).map(|()| Word(None))
            }
        }
        deserializer.deserialize_any(Text)
    }
}

#[derive(Default)]
struct Shape(Option<u128>);

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Sides;
        impl<'de> Visitor<'de> for Sides {
            type Value = Shape;
            or_nothing!();

            fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
                Ok(Shape(None))
            }

            fn visit_str<E>(self, _: &str) -> Result<Shape, E> {
                Ok(Shape(None))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Shape, A::Error> {
                let mut product = Some(1u128);
                while let Some(side) = seq.next_element::<Side>()? {
                    product = product.zip(side.0).and_then(|(p, s)| p.checked_mul(s.into()));
                }
                Ok(Shape(product))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Shape, A::Error> {
                ignore_map(map).map(|()| Shape(None))
            }
        }
        deserializer.deserialize_any(Sides)
    }
}

#[derive(Default)]
struct Side(Option<u64>);

impl<'de> Deserialize<'de> for Side {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Whole;
        impl<'de> Visitor<'de> for Whole {
            type Value = Side;
            or_nothing!();

            fn visit_u64<E>(self, side: u64) -> Result<Side, E> {
                Ok(Side(Some(side)))
            }

            fn visit_str<E>(self, _: &str) -> Result<Side, E> {
                Ok(Side(None))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Side, A::Error> {
                ignore_seq(seq).map(|()| Side(None))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Side, A::Error> {
                ignore_map(map).map(|()| Side(None))
            }
        }
        deserializer.deserialize_any(Whole)
    }
}
