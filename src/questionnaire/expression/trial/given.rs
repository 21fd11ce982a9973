//! Answers as somebody wrote them in JSON, with the order of their keys: a document has an order.

use std::fmt::{Formatter, Result as Written};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value as Json};

use super::super::value::number_text;

/// Nested JSON in the order in which it was written.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// Text, a number, a truth or nothing.
    Scalar(Json),
    List(Vec<Given>),
    Object(Vec<(String, Given)>),
}

impl Given {
    /// No answers.
    #[must_use]
    pub fn nothing() -> Self {
        Self::Object(Vec::new())
    }

    /// The keys of an object with what stands there.
    #[must_use]
    pub fn entries(&self) -> Option<&[(String, Self)]> {
        match self {
            Self::Object(entries) => Some(entries),
            Self::List(_) | Self::Scalar(_) => None,
        }
    }

    /// What stands at `key` of an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries()?.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// A scalar as the text of an answer; what holds others has none of its own.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Scalar(Json::String(text)) => text.clone(),
            Self::Scalar(Json::Bool(boolean)) => boolean.to_string(),
            Self::Scalar(Json::Number(number)) => number.as_f64().map_or_else(|| number.to_string(), number_text),
            Self::Scalar(Json::Null | Json::Array(_) | Json::Object(_)) | Self::List(_) | Self::Object(_) => {
                String::new()
            }
        }
    }

    /// The same as JSON, whose objects have no order.
    #[must_use]
    pub fn to_json(&self) -> Json {
        match self {
            Self::Scalar(scalar) => scalar.clone(),
            Self::List(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Self::Object(entries) => {
                let entries = entries.iter().map(|(key, value)| (key.clone(), value.to_json()));
                Json::Object(entries.collect::<Map<String, Json>>())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Given;

    fn expecting(&self, f: &mut Formatter<'_>) -> Written {
        f.write_str("JSON")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Given, E> {
        Ok(Given::Scalar(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Given, E> {
        Ok(Given::Scalar(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Given, E> {
        Ok(Given::Scalar(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Given, E> {
        Ok(Given::Scalar(value.into()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Given, E> {
        Ok(Given::Scalar(value.into()))
    }

    fn visit_unit<E: Error>(self) -> Result<Given, E> {
        Ok(Given::Scalar(Json::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Given, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Given::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<Given, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = items.next_entry()? {
            entries.push(entry);
        }
        Ok(Given::Object(entries))
    }
}
