//! Several choices in one answer: tokens between white space; and the labels of choices.

use super::{
    super::nodes::{Column, Place, PlaceView},
    Arguments, Function, Outcome,
    Parameter::Value as One,
    Parameter::Values,
    StaticType, Value,
};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("selected", (2, Some(2)), &[One], StaticType::Boolean, |arguments| {
        let (answer, token) = (arguments.text(0)?, arguments.text(1)?);
        let token = token.trim();
        Ok(Value::Boolean(answer.split_whitespace().any(|other| other == token)))
    }),
    Function::new("selected-at", (2, Some(2)), &[One], StaticType::Text, |arguments| {
        let (answer, place) = (arguments.text(0)?, arguments.number(1)?.trunc());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a place")]
        let found = if (0.0..1e9).contains(&place) { answer.split_whitespace().nth(place as usize) } else { None };
        Ok(Value::text(found.unwrap_or("").to_owned()))
    }),
    Function::new("count-selected", (1, Some(1)), &[Values], StaticType::Number, |arguments| {
        let mut count = 0.0;
        for value in arguments.each(0)? {
            count += value.as_string().split_whitespace().map(|_| 1.0).sum::<f64>();
        }
        Ok(Value::Number(count))
    }),
    Function::new("jr:choice-name", (2, Some(2)), &[One], StaticType::Text, choice_name),
    Function::new("jr:itext", (1, Some(1)), &[One], StaticType::Text, text_by_id),
];

/// The label of the choice whose code is the first argument, in the list that the resolver put second.
fn choice_name<'a>(arguments: &mut Arguments<'_, 'a>) -> Outcome<Value<'a>> {
    let code = arguments.text(0)?;
    let nodes = arguments.nodes(1)?;
    let Some(Place::Document(list)) = nodes.places().first().copied() else { return Ok(Value::BLANK) };
    let view = arguments.evaluator.view;
    let row = view.list(list).and_then(|list| list.position(code.trim()));
    let label = row.map(|row| PlaceView { place: Place::Cell(list, row, Column::Label), view }.text());
    Ok(label.map_or(Value::BLANK, Value::Text))
}

/// The label that an `itextId` of a choice stands for.
fn text_by_id<'a>(arguments: &mut Arguments<'_, 'a>) -> Outcome<Value<'a>> {
    let id = arguments.text(0)?;
    let view = arguments.evaluator.view;
    let found = id.rsplit_once('-').and_then(|(list, row)| {
        let list = view.instance.schema().list(list)?;
        let place = Place::Cell(list, row.parse().ok()?, Column::Label);
        Some(PlaceView { place, view }.text())
    });
    Ok(found.map_or(Value::BLANK, Value::Text))
}
