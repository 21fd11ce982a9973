//! Functions of nodes: how many, where, which one, in what order.

use sha2::{Digest, Sha256};

use super::{
    super::nodes::{Column, Place, PlaceView, Places},
    Arguments, Function, Outcome,
    Parameter::Nodes,
    Parameter::Value as One,
    Shape, StaticType, Value,
};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("count", (1, Some(1)), &[Nodes], StaticType::Number, |arguments| {
        let nodes = arguments.nodes(0)?;
        Ok(Value::Number(nodes.iter().filter(|node| node.is_relevant()).map(|_| 1.0).sum()))
    }),
    Function::new("count-non-empty", (1, Some(1)), &[Nodes], StaticType::Number, |arguments| {
        let nodes = arguments.nodes(0)?;
        arguments.evaluator.count(nodes.len() as u64, arguments.span)?;
        Ok(Value::Number(nodes.iter().filter(|node| !node.text().is_empty()).map(|_| 1.0).sum()))
    }),
    Function::new("position", (0, Some(1)), &[Nodes], StaticType::Number, position),
    Function::new("last", (0, Some(0)), &[], StaticType::Number, |arguments| {
        Ok(Value::Number(whole(arguments.context.size)))
    }),
    Function::new(
        "indexed-repeat",
        (3, None),
        &[Nodes, Nodes, One, Nodes, One, Nodes, One],
        StaticType::Nodes,
        indexed,
    )
    .shaped(Shape::Odd),
    Function::new("randomize", (1, Some(2)), &[Nodes, One], StaticType::Nodes, randomize),
    Function::new("current", (0, Some(0)), &[], StaticType::Nodes, |arguments| {
        Ok(arguments.evaluator.view.one(Place::Answer(arguments.evaluator.home)))
    }),
    // The resolver turns it into the list itself.
    Function::new("instance", (1, Some(1)), &[One], StaticType::Nodes, |arguments| Ok(arguments.evaluator.view.none())),
    Function::new("local-name", (0, Some(1)), &[Nodes], StaticType::Text, name),
    Function::new("name", (0, Some(1)), &[Nodes], StaticType::Text, name),
    Function::new("version", (0, Some(0)), &[], StaticType::Text, |arguments| {
        Ok(Value::text(arguments.evaluator.view.instance.schema().version()))
    }),
];

#[expect(clippy::cast_precision_loss, reason = "there are far fewer places than 2^52")]
fn whole(number: usize) -> f64 {
    number as f64
}

/// The place among the entries of its repeat; without an argument, that of the item at hand.
fn position<'a>(arguments: &mut Arguments<'_, 'a>) -> Outcome<Value<'a>> {
    if arguments.len() == 0 {
        return Ok(Value::Number(whole(arguments.context.position)));
    }
    let nodes = arguments.nodes(0)?;
    let number = match nodes.places().first() {
        Some(Place::Answer(node)) => f64::from(nodes.view.instance.get(*node).position),
        Some(Place::Choice(_, row)) => f64::from(*row) + 1.0,
        Some(Place::Document(_) | Place::Root(_) | Place::Cell(..)) => 1.0,
        None => f64::NAN,
    };
    Ok(Value::Number(number))
}

/// `indexed-repeat(what, repeat, place, repeat within, place…)`: places count from 1.
fn indexed<'a>(arguments: &mut Arguments<'_, 'a>) -> Outcome<Value<'a>> {
    let view = arguments.evaluator.view;
    let mut chosen: Option<Place> = None;
    for index in (1..arguments.len()).step_by(2) {
        let entries = arguments.nodes(index)?;
        let place = arguments.number(index + 1)?.trunc();
        arguments.evaluator.count(entries.len() as u64, arguments.span)?;
        let mut inside =
            (1..).zip(entries.iter()).filter(|(_, entry)| chosen.is_none_or(|outer| entry.is_inside(outer)));
        // An entry keeps its place where others are not relevant.
        let found = inside.find(|(index, entry)| match entry.place {
            Place::Answer(node) => f64::from(view.instance.get(node).position) == place,
            Place::Document(_) | Place::Root(_) | Place::Choice(..) | Place::Cell(..) => f64::from(*index) == place,
        });
        let Some(found) = found else { return Ok(view.none()) };
        chosen = Some(found.1.place);
    }
    let wanted = arguments.nodes(0)?;
    arguments.evaluator.count(wanted.len() as u64, arguments.span)?;
    let found = wanted.iter().find(|node| chosen.is_some_and(|outer| node.is_inside(outer)));
    Ok(found.map_or(view.none(), |node| view.one(node.place)))
}

fn name<'a>(arguments: &mut Arguments<'_, 'a>) -> Outcome<Value<'a>> {
    let place = match arguments.len() {
        0 => Some(arguments.item()),
        _ => arguments.nodes(0)?.first(),
    };
    Ok(Value::text(place.map_or("", PlaceView::name)))
}

/// Shuffles (Fisher and Yates) with the generator of Park and Miller, as the field's programs do, so that one seed
/// gives one order everywhere.
fn randomize<'a>(arguments: &mut Arguments<'_, 'a>) -> Outcome<Value<'a>> {
    let nodes = arguments.nodes(0)?;
    let mut places = nodes.places().to_vec();
    arguments.evaluator.count(places.len() as u64, arguments.span)?;
    let seed = if arguments.len() > 1 {
        seed_of(&arguments.atom(1)?)
    } else {
        i64::try_from(arguments.draw() >> 1).unwrap_or(1)
    };
    let mut generator = ParkMiller::new(seed);
    for last in (1..places.len()).rev() {
        let other = generator.below(last + 1);
        places.swap(last, other);
    }
    Ok(Value::Nodes(super::Nodes { view: nodes.view, places: Places::from_vec(places) }))
}

/// A number as it is; text by its digest.
fn seed_of(value: &Value<'_>) -> i64 {
    let number = value.as_number();
    if number.is_finite() {
        #[expect(clippy::cast_possible_truncation, reason = "a seed may wrap")]
        return number as i64;
    }
    let digest = Sha256::digest(value.as_string().as_bytes());
    digest.first_chunk::<8>().map_or(1, |bytes| i64::from_be_bytes(*bytes))
}

struct ParkMiller(i64);

impl ParkMiller {
    const MODULUS: i64 = 2_147_483_647;

    fn new(seed: i64) -> Self {
        let seed = seed % Self::MODULUS;
        Self(if seed <= 0 { seed + Self::MODULUS - 1 } else { seed })
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the bound"
    )]
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0 * 16_807 % Self::MODULUS;
        let part = (self.0 - 1) as f64 / (Self::MODULUS - 1) as f64;
        ((part * bound as f64) as usize).min(bound.saturating_sub(1))
    }
}

impl<'a> PlaceView<'a> {
    fn is_relevant(self) -> bool {
        match self.place {
            Place::Answer(node) => self.view.instance.is_relevant(node),
            Place::Document(_) | Place::Root(_) | Place::Choice(..) | Place::Cell(..) => true,
        }
    }

    /// Is it `outer`, or inside?
    fn is_inside(self, outer: Place) -> bool {
        let instance = self.view.instance;
        match (self.place, outer) {
            (Place::Answer(node), Place::Answer(outer)) => {
                std::iter::successors(Some(node), |node| instance.get(*node).parent).any(|node| node == outer)
            }
            (Place::Cell(list, row, _), Place::Choice(outer_list, outer_row)) => (list, row) == (outer_list, outer_row),
            (place, outer) => place == outer,
        }
    }

    fn name(self) -> &'a str {
        match self.place {
            Place::Answer(node) => {
                let instance = self.view.instance;
                &instance.schema().get(instance.get(node).slot).name
            }
            Place::Document(_) => "",
            Place::Root(_) => "root",
            Place::Choice(..) => "item",
            Place::Cell(_, _, Column::Name) => "name",
            Place::Cell(_, _, Column::Label) => "label",
            Place::Cell(_, _, Column::TextId) => "itextId",
            Place::Cell(list, _, Column::Extra(index)) => {
                let columns = self.view.list(list).map_or(&[][..], |list| list.columns.as_slice());
                columns.get(index as usize).map_or("", String::as_str)
            }
        }
    }
}
