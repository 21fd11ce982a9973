//! Characters that nobody sees, in cells whose every character counts: pasted zero-width spaces and marks of direction.

use std::ops::Range;

use super::{
    code::Code,
    column::Column,
    context::{CheckedCell, Context},
    origins::Origin,
    problem::Problem,
};

/// Reports the first of each cell that is a name or a type; compiling finds those in rules, outside quotes.
pub(super) fn check(context: &mut Context) {
    let mut problems = Vec::new();
    for CheckedCell { column, origin } in &context.cells {
        if !matches!(column, Column::Type | Column::Name | Column::ListName) {
            continue;
        }
        let Some((at, found)) = origin.text.char_indices().find(|(_, c)| is_invisible(*c)) else { continue };
        problems.push(invisible(origin, found, at..at + found.len_utf8()));
    }
    context.problems.extend(problems);
}

/// An invisible character at a place of a cell.
pub fn invisible(origin: &Origin, found: char, span: Range<usize>) -> Problem {
    let code = format!("U+{:04X}", u32::from(found));
    Problem::in_cell(origin, Code::InvisibleCharacter, &[&code], Some(span))
}

/// Zero-width characters, marks of direction, soft hyphens, and control characters that are no white space.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{ad}' | '\u{feff}' | '\u{180e}')
        || (c.is_control() && !c.is_whitespace())
}
