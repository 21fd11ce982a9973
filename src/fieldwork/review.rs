//! Reviewing: what may become of a response and of a query about one of its answers, and whose word that is. The one
//! place that says so. Pure.

use thiserror::Error;

use super::response::ResponseState;

/// The longest text of a query or of reasons, in characters.
pub const MOST_WORDS: usize = 4_000;

/// Who has a part in a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Party {
    /// Who answers for the department.
    Department,
    /// The region's coordinator, or who administers.
    Reviewer,
}

/// What somebody does to a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    Submit,
    Return,
    /// While so many queries about it are open.
    Accept {
        open_queries: usize,
    },
    Reopen,
}

/// Why a response stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refused {
    /// That is not done to a response in this state.
    #[error("not done to a response that is {}", .0.code())]
    State(ResponseState),
    /// It would be accepted, but for these.
    #[error("{0} queries are open")]
    OpenQueries(usize),
}

/// Where a query stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QueryState {
    /// The department is to answer.
    Open,
    /// Who asked is to look at the answer.
    Answered,
    Closed,
}

/// What somebody does to a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    Reply,
    /// A further question.
    Ask,
    Close,
    Reopen,
}

/// That is not done to a query in this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not done to a query that is {}", .0.code())]
pub struct QueryRefused(pub QueryState);

/// Why words cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WordsProblem {
    #[error("there are none")]
    Missing,
    #[error("{given} characters, where at most {most} are taken")]
    TooLong { most: usize, given: usize },
}

impl Decision {
    /// Whose decision it is.
    #[must_use]
    pub fn by(self) -> Party {
        match self {
            Self::Submit => Party::Department,
            Self::Return | Self::Accept { .. } | Self::Reopen => Party::Reviewer,
        }
    }
}

impl Step {
    pub const ALL: [Self; 4] = [Self::Reply, Self::Ask, Self::Close, Self::Reopen];

    /// Whose step it is.
    #[must_use]
    pub fn by(self) -> Party {
        match self {
            Self::Reply => Party::Department,
            Self::Ask | Self::Close | Self::Reopen => Party::Reviewer,
        }
    }
}

impl QueryState {
    pub const ALL: [Self; 3] = [Self::Open, Self::Answered, Self::Closed];

    /// The code in rows and addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    /// The state with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// The state of a response after `decision`.
///
/// # Errors
/// [`Refused`] where it stays as it is.
pub fn next(state: ResponseState, decision: Decision) -> Result<ResponseState, Refused> {
    match (state, decision) {
        (ResponseState::InProgress | ResponseState::Returned, Decision::Submit) => Ok(ResponseState::Submitted),
        (ResponseState::Submitted, Decision::Return) | (ResponseState::Accepted, Decision::Reopen) => {
            Ok(ResponseState::Returned)
        }
        (ResponseState::Submitted, Decision::Accept { open_queries: 0 }) => Ok(ResponseState::Accepted),
        (ResponseState::Submitted, Decision::Accept { open_queries }) => Err(Refused::OpenQueries(open_queries)),
        (ResponseState::InProgress | ResponseState::Returned, Decision::Return | Decision::Accept { .. })
        | (ResponseState::InProgress | ResponseState::Submitted | ResponseState::Returned, Decision::Reopen)
        | (ResponseState::Submitted | ResponseState::Accepted, Decision::Submit)
        | (ResponseState::Accepted, Decision::Return | Decision::Accept { .. }) => Err(Refused::State(state)),
    }
}

/// The state of a query after `step`.
///
/// # Errors
/// [`QueryRefused`] where it stays as it is.
pub fn next_of_query(state: QueryState, step: Step) -> Result<QueryState, QueryRefused> {
    match (state, step) {
        (QueryState::Open | QueryState::Answered, Step::Reply) => Ok(QueryState::Answered),
        (QueryState::Open | QueryState::Answered, Step::Ask) | (QueryState::Closed, Step::Reopen) => {
            Ok(QueryState::Open)
        }
        (QueryState::Open | QueryState::Answered, Step::Close) => Ok(QueryState::Closed),
        (QueryState::Open | QueryState::Answered, Step::Reopen)
        | (QueryState::Closed, Step::Reply | Step::Ask | Step::Close) => Err(QueryRefused(state)),
    }
}

/// May queries about its answers be opened? Not once it is accepted: it is reopened first.
#[must_use]
pub fn takes_queries(state: ResponseState) -> bool {
    match state {
        ResponseState::InProgress | ResponseState::Submitted | ResponseState::Returned => true,
        ResponseState::Accepted => false,
    }
}

/// May the department ask for it back? Where it cannot be edited, and so waits for or has a decision.
#[must_use]
pub fn can_be_asked_back(state: ResponseState) -> bool {
    !state.is_editable()
}

/// What somebody wrote, as it is kept: one kind of line end, no other control characters, nothing blank around it.
///
/// # Errors
/// [`WordsProblem`] where nothing is left, or too much.
pub fn words(text: &str) -> Result<String, WordsProblem> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect();
    let text = text.trim();
    match text.chars().count() {
        0 => Err(WordsProblem::Missing),
        given if given > MOST_WORDS => Err(WordsProblem::TooLong { most: MOST_WORDS, given }),
        _ => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ResponseState::{Accepted, InProgress, Returned, Submitted};

    #[test]
    fn a_response_moves_as_the_table_says_and_not_otherwise() {
        let (accept, blocked) = (Decision::Accept { open_queries: 0 }, Decision::Accept { open_queries: 2 });
        let no = |state| Err(Refused::State(state));
        let table = [
            (InProgress, Decision::Submit, Ok(Submitted)),
            (InProgress, Decision::Return, no(InProgress)),
            (InProgress, accept, no(InProgress)),
            (InProgress, blocked, no(InProgress)),
            (InProgress, Decision::Reopen, no(InProgress)),
            (Submitted, Decision::Submit, no(Submitted)),
            (Submitted, Decision::Return, Ok(Returned)),
            (Submitted, accept, Ok(Accepted)),
            (Submitted, blocked, Err(Refused::OpenQueries(2))),
            (Submitted, Decision::Reopen, no(Submitted)),
            (Returned, Decision::Submit, Ok(Submitted)),
            (Returned, Decision::Return, no(Returned)),
            (Returned, accept, no(Returned)),
            (Returned, blocked, no(Returned)),
            (Returned, Decision::Reopen, no(Returned)),
            (Accepted, Decision::Submit, no(Accepted)),
            (Accepted, Decision::Return, no(Accepted)),
            (Accepted, accept, no(Accepted)),
            (Accepted, blocked, no(Accepted)),
            (Accepted, Decision::Reopen, Ok(Returned)),
        ];
        assert_eq!(table.len(), ResponseState::ALL.len() * 5);
        for (state, decision, expected) in table {
            assert_eq!(next(state, decision), expected, "{state:?} {decision:?}");
        }
    }

    #[test]
    fn what_is_accepted_leaves_by_reopening_only() {
        let decisions = [Decision::Submit, Decision::Return, Decision::Accept { open_queries: 0 }, Decision::Reopen];
        let leaving: Vec<_> = decisions.into_iter().filter(|decision| next(Accepted, *decision).is_ok()).collect();
        assert_eq!(leaving, [Decision::Reopen]);
    }

    #[test]
    fn a_query_moves_as_the_table_says_and_not_otherwise() {
        use QueryState::{Answered, Closed, Open};
        let table = [
            (Open, Step::Reply, Ok(Answered)),
            (Open, Step::Ask, Ok(Open)),
            (Open, Step::Close, Ok(Closed)),
            (Open, Step::Reopen, Err(QueryRefused(Open))),
            (Answered, Step::Reply, Ok(Answered)),
            (Answered, Step::Ask, Ok(Open)),
            (Answered, Step::Close, Ok(Closed)),
            (Answered, Step::Reopen, Err(QueryRefused(Answered))),
            (Closed, Step::Reply, Err(QueryRefused(Closed))),
            (Closed, Step::Ask, Err(QueryRefused(Closed))),
            (Closed, Step::Close, Err(QueryRefused(Closed))),
            (Closed, Step::Reopen, Ok(Open)),
        ];
        assert_eq!(table.len(), QueryState::ALL.len() * Step::ALL.len());
        for (state, step, expected) in table {
            assert_eq!(next_of_query(state, step), expected, "{state:?} {step:?}");
        }
    }

    #[test]
    fn each_party_does_its_own() {
        let decisions = [
            (Decision::Submit, Party::Department),
            (Decision::Return, Party::Reviewer),
            (Decision::Accept { open_queries: 0 }, Party::Reviewer),
            (Decision::Reopen, Party::Reviewer),
        ];
        for (decision, party) in decisions {
            assert_eq!(decision.by(), party, "{decision:?}");
        }
        let of_department: Vec<_> = Step::ALL.into_iter().filter(|step| step.by() == Party::Department).collect();
        assert_eq!(of_department, [Step::Reply]);
    }

    #[test]
    fn queries_and_requests_follow_the_state() {
        let table =
            [(InProgress, true, false), (Submitted, true, true), (Returned, true, false), (Accepted, false, true)];
        for (state, queries, asked_back) in table {
            assert_eq!((takes_queries(state), can_be_asked_back(state)), (queries, asked_back), "{state:?}");
        }
    }

    #[test]
    fn words_are_kept_plain() {
        let long = "é".repeat(MOST_WORDS);
        for (given, kept) in [
            ("  Why?\r\nReally?\rYes \n", Ok("Why?\nReally?\nYes".to_owned())),
            ("a\u{0}b\u{1b}[31mc\td", Ok("ab[31mc\td".to_owned())),
            ("<b>&{{x}}", Ok("<b>&{{x}}".to_owned())),
            ("", Err(WordsProblem::Missing)),
            (" \r\n\u{0}", Err(WordsProblem::Missing)),
            (long.as_str(), Ok(long.clone())),
        ] {
            assert_eq!(words(given), kept, "{given:?}");
        }
        let given = MOST_WORDS + 1;
        assert_eq!(words(&"x".repeat(given)), Err(WordsProblem::TooLong { most: MOST_WORDS, given }));
    }
}
