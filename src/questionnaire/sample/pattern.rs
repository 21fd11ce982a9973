//! Text that a constraint's pattern matches, put together from the pattern itself.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::random::Random;
use crate::questionnaire::expression::{
    Expression,
    ast::{Expr, ExprKind},
};

/// How many more than the least are taken of what may repeat without end.
const MORE: u32 = 3;
/// No text is longer, however the pattern repeats.
const LONGEST: usize = 500;

/// A text for the first pattern that the constraint names; nothing where it names none.
pub(super) fn matching(constraint: &str, random: &mut Random) -> Option<String> {
    let expr = Expression::parse(constraint).ok().filter(|_| constraint.contains("regex"))?;
    let pattern = first_pattern(&expr)?;
    let hir = regex_syntax::Parser::new().parse(&pattern).ok()?;
    let mut text = String::new();
    write(&hir, random, &mut text);
    Some(text)
}

fn first_pattern(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Call(call) => match (call.name.as_str(), call.arguments.as_slice()) {
            ("regex", [_, Expr { kind: ExprKind::Text(pattern), .. }]) => Some(pattern.clone()),
            _ => call.arguments.iter().find_map(first_pattern),
        },
        ExprKind::Chain { first, rest } => {
            first_pattern(first).or_else(|| rest.iter().find_map(|(_, expr)| first_pattern(expr)))
        }
        ExprKind::Negate(inner) => first_pattern(inner),
        ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Variable(_) | ExprKind::Path(_) => None,
    }
}

fn write(hir: &Hir, random: &mut Random, text: &mut String) {
    if text.len() > LONGEST {
        return;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.extend(one_of(class, random)),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX).min(repetition.min.saturating_add(MORE));
            let times = random.between(i64::from(repetition.min), i64::from(most.max(repetition.min)));
            (0..times).for_each(|_| write(&repetition.sub, random, text));
        }
        HirKind::Capture(capture) => write(&capture.sub, random, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, random, text)),
        HirKind::Alternation(ways) => {
            if let Some(way) = random.pick(ways) {
                write(way, random, text);
            }
        }
    }
}

/// A letter or digit where the class has one, else its first character.
fn one_of(class: &Class, random: &mut Random) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let holds = |c: &char| class.iter().any(|range| range.start() <= *c && *c <= range.end());
    let plain: Vec<char> = ('0'..='9').chain('a'..='z').chain('A'..='Z').filter(holds).collect();
    random.pick(&plain).copied().or_else(|| class.iter().next().map(regex_syntax::hir::ClassUnicodeRange::start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_matches_the_pattern() {
        for (seed, pattern) in (1..).zip([
            r"^(([0-9]{1})*[- .(]*([0-9]{3})[- .)]*[0-9]{3}[- .]*[0-9]{4})+$",
            r"^[A-Z]{2}\d{4}$",
            r"^[\w\-\.]+@([\w-]+\.)+[\w-]{2,}$",
            r"(yes|no)\s?please",
            r"0[1-9]\d{8}",
        ]) {
            for round in 0..50 {
                let text = matching(&format!("regex(., '{pattern}')"), &mut Random::new(seed * 1_000 + round)).unwrap();
                assert!(regex::Regex::new(&format!("^(?:{pattern})$")).unwrap().is_match(&text), "{pattern}: {text}");
            }
        }
        assert_eq!(matching(". > 1", &mut Random::new(1)), None);
    }
}
