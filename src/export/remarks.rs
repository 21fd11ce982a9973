//! What is said of single answers: that they changed since an earlier round, or that a region's departments differ.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{
    line::Line,
    outline::{NodeKind, Outline, Place},
    row::{Carried, Remarks},
};

/// What became of an answer that came along, or that did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Since {
    Same,
    Changed,
    New,
    /// It came along and is not answered any more.
    Removed,
}

impl Since {
    fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::New => "new",
            Self::Removed => "removed",
        }
    }
}

impl Remarks<'_> {
    /// The last cells of a line about one answer: two for departments, two for regions.
    pub(super) fn long<'b>(&self, place: &Place, answer: Option<&Value>, line: Line<'b>) -> Line<'b> {
        match self {
            Self::Carried(None) => line.raw(b"").raw(b""),
            Self::Carried(Some(carried)) => {
                let since = since(carried, place, answer);
                line.text(carried.round).optional(since.map(Since::code))
            }
            Self::Divergent(reasons) => {
                let reason = reasons.get(&place.own.to_string());
                line.plain(u8::from(reason.is_some())).text(reason.map_or("", String::as_str))
            }
        }
    }

    /// The last of the leading cells of a wide line: two for departments, one for regions.
    pub(super) fn wide<'b>(
        &self,
        outline: &Outline,
        version: usize,
        document: &str,
        line: Line<'b>,
    ) -> Result<Line<'b>, serde_json::Error> {
        Ok(match self {
            Self::Carried(None) => line.raw(b"").raw(b""),
            Self::Carried(Some(carried)) => {
                let document: Map<String, Value> = serde_json::from_str(document)?;
                line.text(carried.round).text(&changed(carried, outline, version, &document).join(" "))
            }
            Self::Divergent(reasons) => {
                let places = reasons.keys().filter_map(|own| outline.find(version, own));
                let paths: BTreeSet<String> = places.map(|place| place.path()).collect();
                line.text(&paths.into_iter().collect::<Vec<_>>().join(" "))
            }
        })
    }

    /// The places that there is something to say of although nothing is answered there.
    pub(super) fn unanswered<'b>(
        &self,
        outline: &'b Outline,
        version: usize,
        answered: &BTreeSet<String>,
    ) -> Vec<Place<'b>> {
        let known: Vec<&String> = match self {
            Self::Carried(carried) => carried.iter().flat_map(|carried| carried.answers.keys()).collect(),
            Self::Divergent(reasons) => reasons.keys().collect(),
        };
        let left = known.into_iter().filter(|own| !answered.contains(*own));
        left.filter_map(|own| outline.find(version, own)).collect()
    }

    /// Is there anything to say at all?
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Carried(carried) => carried.is_none(),
            Self::Divergent(reasons) => reasons.is_empty(),
        }
    }
}

/// The paths whose answers are not those that came along, sorted.
fn changed(carried: &Carried, outline: &Outline, version: usize, document: &Map<String, Value>) -> Vec<String> {
    let (mut changed, mut answered) = (BTreeSet::new(), BTreeSet::new());
    outline.walk(version, document, &mut |place, answer| {
        answered.insert(place.own.to_string());
        if since(carried, place, Some(answer)) == Some(Since::Changed) {
            changed.insert(place.path());
        }
    });
    let remarks = Remarks::Carried(Some(*carried));
    changed.extend(remarks.unanswered(outline, version, &answered).iter().map(Place::path));
    changed.into_iter().collect()
}

/// Nothing for what never comes along.
fn since(carried: &Carried, place: &Place, answer: Option<&Value>) -> Option<Since> {
    let before = carried.answers.get(&place.own.to_string());
    match (before, answer) {
        (Some(before), Some(answer)) if is_same(&place.node.kind, before, answer) => Some(Since::Same),
        (Some(_), Some(_)) => Some(Since::Changed),
        (Some(_), None) => Some(Since::Removed),
        (None, _) => place.node.is_carried.then_some(Since::New),
    }
}

/// 12 is 12.0, and choices have no order.
fn is_same(kind: &NodeKind, one: &Value, other: &Value) -> bool {
    match (kind, one, other) {
        (NodeKind::Choice, Value::Array(one), Value::Array(other)) => {
            let names = |list: &[Value]| list.iter().map(Value::to_string).collect::<BTreeSet<_>>();
            names(one) == names(other)
        }
        (_, Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (NodeKind::Value | NodeKind::Choice | NodeKind::Ranking | NodeKind::Repeat(_), one, other) => one == other,
    }
}
