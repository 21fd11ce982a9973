//! The problems of one import: gathered up to a bearable number, in the order in which authors go through sheets.

use super::{
    code::Code,
    problem::{Place, Problem, Severity},
};

/// The most problems that are listed.
pub const MOST_PROBLEMS: usize = 2_000;

/// A list that stops growing, but remembers whether what it left out matters.
#[derive(Debug, Default)]
pub(super) struct Problems {
    listed: Vec<Problem>,
    left_out: usize,
    worst_left_out: Option<Severity>,
}

impl Problems {
    pub fn push(&mut self, problem: Problem) {
        if self.listed.len() < MOST_PROBLEMS {
            self.listed.push(problem);
        } else {
            self.left_out += 1;
            let worst = self.worst_left_out.map_or(problem.severity, |worst| worst.min(problem.severity));
            self.worst_left_out = Some(worst);
        }
    }

    pub fn listed(&self) -> &[Problem] {
        &self.listed
    }

    pub fn has_errors(&self) -> bool {
        self.listed.iter().map(|problem| problem.severity).chain(self.worst_left_out).any(|s| s == Severity::Error)
    }

    /// By sheet and position; the settings first, as authors fill them in.
    pub fn into_sorted(self) -> Vec<Problem> {
        let mut problems = self.listed;
        if let Some(worst) = self.worst_left_out {
            let problem = Problem::new(Code::MoreProblems, Place::default()).naming(&[&self.left_out.to_string()]);
            problems.push(problem.weighing(worst));
        }
        let rank = |sheet: &str| match sheet {
            "" => 0,
            "settings" => 1,
            "survey" => 2,
            "choices" => 3,
            _ => 4,
        };
        problems.sort_by_cached_key(|problem| {
            let sheet = problem.place.sheet.to_lowercase();
            (rank(&sheet), problem.place.clone(), problem.severity, problem.code.as_str().to_owned())
        });
        problems
    }
}

impl Extend<Problem> for Problems {
    fn extend<I: IntoIterator<Item = Problem>>(&mut self, problems: I) {
        for problem in problems {
            self.push(problem);
        }
    }
}
