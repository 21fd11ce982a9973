//! Characters that nobody sees, in cells whose every character counts: pasted zero-width spaces and marks of direction.

use super::{
    code::Code,
    column::Column,
    context::{CheckedCell, Context},
    problem::Problem,
};

/// Reports the first of each cell that is a name, a type or a rule.
pub(super) fn check(context: &mut Context) {
    let mut problems = Vec::new();
    for CheckedCell { column, origin } in &context.cells {
        let counts = column.is_expression() || matches!(column, Column::Type | Column::Name | Column::ListName);
        if !counts || *column == Column::Default {
            continue;
        }
        let Some((at, found)) = origin.text.char_indices().find(|(_, c)| is_invisible(*c)) else { continue };
        let code = format!("U+{:04X}", u32::from(found));
        let span = at..at + found.len_utf8();
        problems.push(Problem::in_cell(origin, Code::InvisibleCharacter, &[&code], Some(span)));
    }
    context.problems.extend(problems);
}

/// Zero-width characters, marks of direction, soft hyphens, and control characters that are no white space.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{ad}' | '\u{feff}' | '\u{180e}')
        || (c.is_control() && !c.is_whitespace())
}
