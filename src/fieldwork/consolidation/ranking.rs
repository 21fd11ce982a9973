//! Rankings by points (Borda): the first of n ranks has n points, the last one, what is not ranked none.

use std::collections::BTreeMap;

use super::propose::{Asked, Reason, WhyNot};
use crate::questionnaire::answer::Answer;

/// The ranking by points; none where points are equal, since any order between them would be ours.
pub(super) fn by_points(asked: Asked<'_>, answers: &[&Answer]) -> Result<(Answer, Reason), WhyNot> {
    let rankings: Vec<&Vec<String>> = answers
        .iter()
        .filter_map(|answer| if let Answer::Ranking(names) = answer { Some(names) } else { None })
        .collect();
    let longest = rankings.iter().map(|names| names.len()).max().ok_or(WhyNot::RuleUnfit)?;
    let wanted = asked.question.ranks.and_then(|ranks| usize::try_from(ranks).ok()).unwrap_or(longest).min(longest);
    let mut points: BTreeMap<&str, usize> = BTreeMap::new();
    for names in rankings {
        for (rank, name) in names.iter().take(wanted).enumerate() {
            *points.entry(name).or_default() += wanted - rank;
        }
    }
    let mut order: Vec<(&str, usize)> = points.into_iter().collect();
    order.sort_by_key(|(_, points)| std::cmp::Reverse(*points));
    // The first one that is left out counts too.
    let counted = order.iter().take(wanted + 1).map(|(_, points)| points).collect::<Vec<_>>();
    if counted.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
        return Err(WhyNot::EqualPoints);
    }
    let ranking = order.into_iter().take(wanted).map(|(name, _)| name.to_owned()).collect();
    Ok((Answer::Ranking(ranking), Reason::Points))
}
