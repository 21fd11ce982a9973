//! How values compare: nodes one by one, then booleans before numbers before text.

use super::{ast::Operator, value::Value};

/// Compares: for nodes it is enough that one pair fits; then booleans win, then numbers and dates, then text.
pub(super) fn compare(operator: Operator, left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::Boolean(boolean), other) | (other, Value::Boolean(boolean)) if !is_order(operator) => {
            (*boolean == other.as_boolean()) == (operator == Operator::Equal)
        }
        (Value::Nodes(nodes), other) => nodes.iter().any(|node| compare(operator, &node.atom(), other)),
        (other, Value::Nodes(nodes)) => nodes.iter().any(|node| compare(operator, other, &node.atom())),
        (Value::Text(left), Value::Text(right)) if !is_order(operator) => {
            (left == right) == (operator == Operator::Equal)
        }
        _ => compare_numbers(operator, left.as_number(), right.as_number()),
    }
}

fn is_order(operator: Operator) -> bool {
    !matches!(operator, Operator::Equal | Operator::NotEqual)
}

/// Numbers that differ only by what doubles lose are equal: `0.1 + 0.2 = 0.3`, shares that sum to 100.
fn compare_numbers(operator: Operator, left: f64, right: f64) -> bool {
    match operator {
        Operator::Equal => is_near(left, right),
        Operator::NotEqual => !is_near(left, right),
        Operator::Less => left < right && !is_near(left, right),
        Operator::LessOrEqual => left < right || is_near(left, right),
        Operator::Greater => left > right && !is_near(left, right),
        Operator::GreaterOrEqual => left > right || is_near(left, right),
        Operator::Or
        | Operator::And
        | Operator::Add
        | Operator::Subtract
        | Operator::Multiply
        | Operator::Divide
        | Operator::Modulo
        | Operator::Union => false,
    }
}

#[expect(clippy::float_cmp, reason = "whole numbers and infinities are exact")]
fn is_near(left: f64, right: f64) -> bool {
    let whole = |number: f64| number.fract() == 0.0 || !number.is_finite();
    if left == right || (whole(left) && whole(right)) {
        return left == right;
    }
    (left - right).abs() <= 1e-12 * left.abs().max(right.abs()).max(1.0)
}
