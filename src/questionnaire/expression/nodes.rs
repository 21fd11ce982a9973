//! Sets of places that an expression is about: nodes of the response, and choices of the lists.

use std::{borrow::Cow, slice};

use super::value::{Value, number_text};
use crate::questionnaire::{
    instance::{Content, Instance, NodeId},
    schema::{List, ListId},
};

/// One place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A node of the response.
    Answer(NodeId),
    /// `instance('list')`.
    Document(ListId),
    /// Its `root`.
    Root(ListId),
    /// One `item`.
    Choice(ListId, u32),
    /// A column of an item.
    Cell(ListId, u32, Column),
}

/// A column of a choice list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Name,
    /// In the reader's language.
    Label,
    /// The key that `jr:itext` reads the label by.
    TextId,
    /// By its place in [`List::columns`].
    Extra(u32),
}

/// Places in document order, each once.
#[derive(Debug, Clone)]
pub struct Nodes<'a> {
    pub(super) view: View<'a>,
    pub(super) places: Places,
}

/// A place with what is needed to read it.
#[derive(Debug, Clone, Copy)]
pub struct PlaceView<'a> {
    pub place: Place,
    pub(super) view: View<'a>,
}

/// What places are read in.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    pub instance: &'a Instance,
    pub language: &'a str,
}

/// No list is made for the usual case of one place.
#[derive(Debug, Clone)]
pub(super) enum Places {
    None,
    One(Place),
    Many(Vec<Place>),
}

impl<'a> Nodes<'a> {
    /// The places.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        match &self.places {
            Places::None => &[],
            Places::One(place) => slice::from_ref(place),
            Places::Many(places) => places,
        }
    }

    /// Is there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places().is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places().len()
    }

    /// The first in document order.
    #[must_use]
    pub fn first(&self) -> Option<PlaceView<'a>> {
        self.places().first().map(|place| PlaceView { place: *place, view: self.view })
    }

    /// Each place, to read.
    pub fn iter(&self) -> impl Iterator<Item = PlaceView<'a>> + '_ {
        let view = self.view;
        self.places().iter().map(move |place| PlaceView { place: *place, view })
    }
}

impl Places {
    pub(super) fn from_vec(mut places: Vec<Place>) -> Self {
        match (places.len(), places.pop()) {
            (1, Some(place)) => Self::One(place),
            (_, Some(place)) => {
                places.push(place);
                Self::Many(places)
            }
            (_, None) => Self::None,
        }
    }
}

impl<'a> PlaceView<'a> {
    /// The text of the place; of a group, all text inside.
    #[must_use]
    pub fn text(self) -> Cow<'a, str> {
        match self.place {
            Place::Answer(node) => self.node_text(node),
            Place::Cell(list, choice, column) => {
                self.view.list(list).and_then(|list| self.cell(list, choice, column)).unwrap_or(Cow::Borrowed(""))
            }
            Place::Choice(list, choice) => {
                let columns = [Column::Name, Column::Label];
                let list = self.view.list(list);
                let cells = columns.into_iter().filter_map(|column| self.cell(list?, choice, column));
                Cow::Owned(cells.collect::<String>())
            }
            Place::Document(_) | Place::Root(_) => Cow::Borrowed(""),
        }
    }

    /// The value of the place, with its type.
    #[must_use]
    pub fn atom(self) -> Value<'a> {
        let Place::Answer(node) = self.place else { return Value::Text(self.text()) };
        match self.view.instance.content(node) {
            Content::Number(number) => Value::Number(*number),
            Content::Date(date) => Value::Date(*date),
            Content::DateTime(moment) => Value::LocalDateTime(*moment),
            Content::Text(_) | Content::Blank => Value::Text(self.node_text(node)),
        }
    }

    /// Does it hold others, rather than a value?
    pub(super) fn is_group(self) -> bool {
        let instance = self.view.instance;
        match self.place {
            Place::Answer(node) => {
                let node = instance.get(node);
                !node.children.is_empty() || node.entry.is_some() && instance.schema().names_its_root()
            }
            Place::Document(_) | Place::Root(_) | Place::Choice(..) => true,
            Place::Cell(..) => false,
        }
    }

    fn node_text(self, node: NodeId) -> Cow<'a, str> {
        let instance = self.view.instance;
        if instance.get(node).children.is_empty() {
            return match instance.content(node) {
                Content::Number(number) => Cow::Owned(number_text(*number)),
                content => content.as_text(),
            };
        }
        let mut text = String::new();
        let mut waiting = vec![node];
        while let Some(next) = waiting.pop() {
            text.push_str(&instance.content(next).as_text());
            waiting.extend(instance.get(next).children.iter().rev());
        }
        Cow::Owned(text)
    }

    fn cell(self, list: &'a List, choice: u32, column: Column) -> Option<Cow<'a, str>> {
        let row = list.choices.choices.get(choice as usize)?;
        Some(match column {
            Column::Name => Cow::Borrowed(&row.name),
            Column::Label => {
                Cow::Borrowed(row.label.read(self.view.language, self.view.instance.schema().default_language()))
            }
            Column::TextId => Cow::Owned(format!("{}-{choice}", list.choices.name)),
            Column::Extra(index) => Cow::Borrowed(row.extra.get(list.columns.get(index as usize)?)?),
        })
    }
}

impl<'a> View<'a> {
    pub(super) fn list(self, list: ListId) -> Option<&'a List> {
        self.instance.schema().list_of(list)
    }

    pub(super) fn one(self, place: Place) -> Value<'a> {
        Value::Nodes(Nodes { view: self, places: Places::One(place) })
    }

    pub(super) fn nodes(self, places: Vec<Place>) -> Value<'a> {
        Value::Nodes(Nodes { view: self, places: Places::from_vec(places) })
    }

    pub(super) fn none(self) -> Value<'a> {
        Value::Nodes(Nodes { view: self, places: Places::None })
    }
}
