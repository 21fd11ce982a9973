//! Truths and choices between values; what need not be computed is not.

use super::{Arguments, Function, Outcome, Parameter::Value as One, Parameter::Values, Shape, StaticType, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("true", (0, Some(0)), &[], StaticType::Boolean, |_| Ok(Value::Boolean(true))),
    Function::new("false", (0, Some(0)), &[], StaticType::Boolean, |_| Ok(Value::Boolean(false))),
    Function::new("not", (1, Some(1)), &[One], StaticType::Boolean, |arguments| {
        Ok(Value::Boolean(!arguments.boolean(0)?))
    }),
    Function::new("boolean", (1, Some(1)), &[One], StaticType::Boolean, |arguments| {
        Ok(Value::Boolean(arguments.boolean(0)?))
    }),
    Function::new("boolean-from-string", (1, Some(1)), &[One], StaticType::Boolean, |arguments| {
        let text = arguments.text(0)?;
        Ok(Value::Boolean(text == "true" || text == "1"))
    }),
    Function::new("if", (3, Some(3)), &[One], StaticType::Any, |arguments| {
        let branch = if arguments.boolean(0)? { 1 } else { 2 };
        arguments.value(branch)
    }),
    Function::new("coalesce", (2, None), &[One], StaticType::Any, coalesce),
    Function::new("once", (1, Some(1)), &[One], StaticType::Any, once),
    Function::new("checklist", (2, None), &[One, One, Values], StaticType::Boolean, |arguments| {
        let mut count = 0.0;
        for value in arguments.each(2)? {
            count += f64::from(u8::from(value.as_boolean()));
        }
        within_bounds(arguments, count)
    }),
    Function::new("weighted-checklist", (2, None), &[One], StaticType::Boolean, |arguments| {
        let mut weight = 0.0;
        for index in (2..arguments.len()).step_by(2) {
            if arguments.boolean(index)? {
                weight += arguments.number(index + 1)?;
            }
        }
        within_bounds(arguments, weight)
    })
    .shaped(Shape::Even),
];

fn coalesce<'a>(arguments: &mut Arguments<'_, 'a>) -> Outcome<Value<'a>> {
    let last = arguments.len() - 1;
    for index in 0..last {
        let value = arguments.value(index)?;
        if !value.is_blank() {
            return Ok(value);
        }
    }
    arguments.value(last)
}

/// Computes only while the question it stands on is blank.
fn once<'a>(arguments: &mut Arguments<'_, 'a>) -> Outcome<Value<'a>> {
    let present = arguments.item().atom();
    if present.is_blank() { arguments.value(0) } else { Ok(present) }
}

/// At least the first argument and at most the second; -1 is no bound.
#[expect(clippy::float_cmp, reason = "-1 is a code here")]
fn within_bounds<'a>(arguments: &mut Arguments<'_, 'a>, count: f64) -> Outcome<Value<'a>> {
    let (least, most) = (arguments.number(0)?, arguments.number(1)?);
    Ok(Value::Boolean((least == -1.0 || count >= least) && (most == -1.0 || count <= most)))
}
