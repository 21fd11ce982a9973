//! Questions with the same choices as the rows of a table.

use super::view::Block;

/// The most columns that a table has room for.
const MOST_COLUMNS: usize = 10;

/// Puts neighbours with the same choices into tables, and leaves the others as they are. `head` is what all of it is
/// called.
pub(super) fn in_tables(head: Block, rows: Vec<Block>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut run: Vec<Block> = Vec::new();
    for row in rows {
        if !run.first().is_some_and(|first| is_alike(first, &row)) {
            close(&mut run, &mut blocks);
        }
        run.push(row);
    }
    close(&mut run, &mut blocks);
    if let [only] = blocks.as_mut_slice()
        && only.kind == "grid"
    {
        return vec![Block {
            rows: std::mem::take(&mut only.rows),
            columns: std::mem::take(&mut only.columns),
            ..named(only, head)
        }];
    }
    if !head.label.is_empty() {
        blocks.insert(0, Block { kind: "heading", ..head });
    }
    blocks
}

fn named(grid: &Block, head: Block) -> Block {
    Block { kind: "grid", takes_non_answers: grid.takes_non_answers, ..head }
}

fn is_row(block: &Block) -> bool {
    matches!(block.kind, "one" | "many") && (1..=MOST_COLUMNS).contains(&block.options.len())
}

fn is_alike(first: &Block, row: &Block) -> bool {
    let choices = |block: &Block| block.options.iter().map(|option| option.value.clone()).collect::<Vec<_>>();
    is_row(first) && is_row(row) && first.kind == row.kind && choices(first) == choices(row)
}

/// One row alone is no table, unless it stands alone for want of others.
fn close(run: &mut Vec<Block>, blocks: &mut Vec<Block>) {
    let rows = std::mem::take(run);
    match rows.first() {
        Some(first) if is_row(first) => blocks.push(Block {
            kind: "grid",
            id: format!("{}-grid", first.id),
            columns: first.options.iter().map(|option| option.label.clone()).collect(),
            takes_non_answers: rows.iter().any(|row| !row.non_answers.is_empty()),
            rows,
            ..Block::default()
        }),
        Some(_) | None => blocks.extend(rows),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::respondent::view::ChoiceView;

    fn row(kind: &'static str, choices: &str) -> Block {
        let option = |value: char| ChoiceView {
            id: String::new(),
            value: value.into(),
            label: value.into(),
            chosen: false,
            mark: String::new(),
        };
        Block { kind, options: choices.chars().map(option).collect(), ..Block::default() }
    }

    #[test]
    fn only_rows_with_the_same_choices_share_a_table() {
        for (rows, expected) in [
            (vec![("one", "ab"), ("one", "ab")], "grid2"),
            (vec![("many", "ab"), ("many", "ab"), ("many", "ab")], "grid3"),
            (vec![("one", "ab"), ("one", "abc")], "heading grid1 grid1"),
            (vec![("one", "ab"), ("many", "ab")], "heading grid1 grid1"),
            (vec![("one", "ab"), ("text", ""), ("one", "ab")], "heading grid1 text grid1"),
            (vec![("one", "abcdefghijk")], "heading one"),
            (vec![], "heading"),
        ] {
            let head = Block { label: "Head".into(), ..Block::default() };
            let blocks = in_tables(head, rows.into_iter().map(|(kind, choices)| row(kind, choices)).collect());
            let say = |block: &Block| {
                let count = if block.kind == "grid" { block.rows.len().to_string() } else { String::new() };
                format!("{}{count}", block.kind)
            };
            assert_eq!(blocks.iter().map(say).collect::<Vec<_>>().join(" "), expected);
        }
    }
}
