//! What the issue and the design say about everybody's rights and every state, written again without the product's own
//! rules: the product is held against it.

use std::collections::{BTreeMap, BTreeSet};

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Admin,
    SecondAdmin,
    Consultant,
    /// Coordinates the first region, as `SecondCoordinator` does.
    Coordinator,
    SecondCoordinator,
    OtherCoordinator,
    /// Answers for the department of this number.
    Respondent(usize),
    /// Signed in, without any right.
    Stranger,
    Nobody,
}

/// A right that somebody has from the start, and that is taken away and given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grant {
    Admin,
    Consultant,
    Coordinator(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Return,
    Accept,
    Reopen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Talk {
    Reply,
    Further,
    Close,
    Reopen,
}

/// Whom a section is given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    Department,
    /// Who answers for it.
    Own,
    /// Somebody of another department.
    Foreign,
}

/// A query by its response and its number there; nothing for one that is absent.
pub type Pointer = Option<(usize, usize)>;

/// What somebody does. Numbers are rounds, responses, sections and regions, in that order where there are two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    Launch(usize),
    Close(usize),
    ReopenRound(usize),
    Extend(usize),
    Archive(usize),
    Save(usize, String),
    Submit(usize),
    Ask(usize),
    Talk(usize, Pointer, Talk),
    /// The last one: on a page that is not the newest.
    Decide(usize, Decision, bool),
    Delegate(usize, usize, To),
    Withdraw(usize, usize),
    Revoke(usize),
    RevokeAsAdmin(usize),
    Invite(usize),
    Begin(usize, usize),
    Write(usize, usize, String),
    Sign(usize, usize),
    ReopenAnswer(usize, usize),
    Give(Who),
    TakeAway(Who),
    Read(Page),
}

/// What somebody looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// A respondent's page: the hub, a section, the check.
    Own(usize, &'static str),
    /// What its respondents and reviewers read: the receipt, the questions.
    Response(usize, &'static str),
    Review(usize),
    Query(usize, Pointer),
    /// A page of a region's round.
    Region(usize, usize, &'static str),
    /// One of a region's round that only its coordinators see.
    Speaking(usize, usize, &'static str),
    /// A department in it, by its response.
    Department(usize),
    Admin(&'static str),
    /// Of a round.
    AdminRound(usize, &'static str),
    Results(usize, &'static str),
    /// What everybody has who is signed in.
    Account(&'static str),
}

/// What must come of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    SignIn,
    NotFound,
    /// Something is changed, and recorded.
    Changed,
    /// It is done, and nothing is recorded: a read, a draft, what stands already.
    Kept,
    Refused,
}

/// A rule that is wrong on purpose: the test must find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    Nothing,
    OpenQueriesDoNotBlock,
    CoordinatorsReadEverywhere,
    ClosedRoundsTakeAnswers,
    SavesAreRecorded,
    SessionsOutliveRights,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundState {
    Draft,
    Open,
    Closed,
    Archived,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseState {
    InProgress,
    Submitted,
    Returned,
    Accepted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryState {
    Open,
    Answered,
    Closed,
}

#[derive(Debug, Clone)]
pub struct Round {
    pub state: RoundState,
    /// Days since the first deadline.
    pub extended: i64,
}

#[derive(Debug, Clone)]
pub struct Query {
    pub state: QueryState,
    pub said: i32,
}

#[derive(Debug, Clone)]
pub struct Response {
    pub round: usize,
    pub department: usize,
    pub state: ResponseState,
    pub revision: i32,
    pub note: String,
    /// What the newest submission says.
    pub sent: String,
    pub asked: [bool; 2],
    /// Who sees to a section: nothing is put down, the department, or a person.
    pub given: [Option<Option<Who>>; 2],
    pub invited: bool,
    pub queries: Vec<Query>,
}

/// A region's answer that was begun.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    pub signed: bool,
    pub revision: i32,
    /// What was written, and what the departments said then.
    pub written: Option<(String, BTreeMap<usize, String>)>,
}

#[derive(Debug, Clone)]
pub struct Model {
    pub rounds: [Round; 2],
    pub responses: Vec<Response>,
    /// By region and round.
    pub answers: BTreeMap<(usize, usize), Answer>,
    pub grants: BTreeSet<(Who, Grant)>,
    pub signed_in: BTreeSet<Who>,
    pub recorded: i64,
    pub wrong: Wrong,
}

/// The right that somebody has from the start.
pub fn grant_of(who: Who) -> Option<Grant> {
    match who {
        Who::Admin | Who::SecondAdmin => Some(Grant::Admin),
        Who::Consultant => Some(Grant::Consultant),
        Who::Coordinator | Who::SecondCoordinator => Some(Grant::Coordinator(0)),
        Who::OtherCoordinator => Some(Grant::Coordinator(1)),
        Who::Respondent(_) | Who::Stranger | Who::Nobody => None,
    }
}

/// The region of a department.
pub fn region_of(department: usize) -> usize {
    department / 2
}

impl Model {
    pub fn begin(everybody: &[Who], responses: &[(usize, usize)], wrong: Wrong) -> Self {
        let response = |(round, department): &(usize, usize)| Response {
            round: *round,
            department: *department,
            state: ResponseState::InProgress,
            revision: 0,
            note: String::new(),
            sent: String::new(),
            asked: [true; 2],
            given: [None; 2],
            invited: true,
            queries: Vec::new(),
        };
        let round = |state| Round { state, extended: 0 };
        Self {
            rounds: [round(RoundState::Open), round(RoundState::Draft)],
            responses: responses.iter().map(response).collect(),
            answers: BTreeMap::new(),
            grants: everybody.iter().filter_map(|who| Some((*who, grant_of(*who)?))).collect(),
            signed_in: everybody.iter().copied().filter(|who| *who != Who::Nobody).collect(),
            recorded: 0,
            wrong,
        }
    }

    /// What must come of it when somebody does it now.
    pub fn judge(&self, who: Who, act: &Act) -> Verdict {
        if !self.signed_in.contains(&who) {
            return Verdict::SignIn;
        }
        match act {
            Act::Launch(round) => self.of_round(who, *round, RoundState::Draft),
            Act::Close(round) | Act::Extend(round) => self.of_round(who, *round, RoundState::Open),
            Act::ReopenRound(round) | Act::Archive(round) => self.of_round(who, *round, RoundState::Closed),
            Act::Save(response, _) => self.answering(who, *response, |_| true, Verdict::Kept),
            Act::Submit(response) => {
                let complete = |response: &Response| !response.asked[0] || !response.note.is_empty();
                self.answering(who, *response, complete, Verdict::Changed)
            }
            Act::Ask(response) => self.reviewing(who, *response, |response| response.state != ResponseState::Accepted),
            Act::Decide(response, decision, stale) => self.reviewing(who, *response, |response| {
                let open = response.queries.iter().any(|query| query.state == QueryState::Open);
                let blocked = open && self.wrong != Wrong::OpenQueriesDoNotBlock;
                !stale
                    && match decision {
                        Decision::Return => response.state == ResponseState::Submitted,
                        Decision::Accept => response.state == ResponseState::Submitted && !blocked,
                        Decision::Reopen => response.state == ResponseState::Accepted,
                    }
            }),
            Act::Talk(response, query, talk) => self.talking(who, *response, *query, *talk),
            Act::Delegate(response, _, to) => self.desk(who, *response, |response| {
                let takes = match to {
                    To::Department => true,
                    To::Own => response.invited,
                    To::Foreign => false,
                };
                takes && editable(response)
            }),
            Act::Withdraw(response, section) => self.desk(who, *response, |response| {
                editable(response) && response.asked[*section] && response.asked[1 - *section]
            }),
            Act::Invite(response) => self.desk(who, *response, |_| true),
            Act::Revoke(response) => {
                let found = &self.responses[*response];
                let speaks = self.speaks(who, region_of(found.department), found.round);
                if speaks && found.invited { Verdict::Changed } else { Verdict::NotFound }
            }
            Act::RevokeAsAdmin(response) => {
                let found = &self.responses[*response];
                if self.is_admin(who) && found.invited { Verdict::Changed } else { Verdict::NotFound }
            }
            Act::Begin(region, round)
            | Act::Write(region, round, _)
            | Act::Sign(region, round)
            | Act::ReopenAnswer(region, round) => self.speaking(who, act, *region, *round),
            Act::Give(whom) => match grant_of(*whom) {
                _ if !self.is_admin(who) => Verdict::NotFound,
                Some(grant) if !self.grants.contains(&(*whom, grant)) => Verdict::Changed,
                Some(_) | None => Verdict::Kept,
            },
            Act::TakeAway(whom) => {
                let admins = self.grants.iter().filter(|(_, grant)| *grant == Grant::Admin).count();
                match grant_of(*whom).filter(|grant| self.grants.contains(&(*whom, *grant))) {
                    _ if !self.is_admin(who) => Verdict::NotFound,
                    Some(Grant::Admin) if admins == 1 => Verdict::Refused,
                    Some(_) => Verdict::Changed,
                    None => Verdict::Kept,
                }
            }
            Act::Read(page) if self.may_see(who, *page) => Verdict::Kept,
            Act::Read(_) => Verdict::NotFound,
        }
    }

    /// Whose words about a response somebody may see.
    pub fn may_read(&self, who: Who, response: usize) -> bool {
        let found = &self.responses[response];
        let region = region_of(found.department);
        let launched = self.is_launched(found.round);
        let coordinates = self.coordinates(who, region)
            || (self.wrong == Wrong::CoordinatorsReadEverywhere && self.coordinates(who, 1 - region));
        let invited = found.invited && who == Who::Respondent(found.department);
        self.is_admin(who) || (launched && (invited || coordinates))
    }

    pub fn is_admin(&self, who: Who) -> bool {
        self.grants.contains(&(who, Grant::Admin))
    }

    pub fn reads_results(&self, who: Who) -> bool {
        self.is_admin(who) || self.grants.contains(&(who, Grant::Consultant))
    }

    pub fn coordinates(&self, who: Who, region: usize) -> bool {
        self.grants.contains(&(who, Grant::Coordinator(region)))
    }

    /// What the departments of a region say in a round.
    pub fn words(&self, region: usize, round: usize) -> BTreeMap<usize, String> {
        let counts = |response: &Response| {
            matches!(response.state, ResponseState::Submitted | ResponseState::Accepted) && !response.sent.is_empty()
        };
        let own = self.responses.iter().enumerate().filter(|(_, response)| {
            response.round == round && region_of(response.department) == region && counts(response)
        });
        own.map(|(number, response)| (number, response.sent.clone())).collect()
    }

    fn is_launched(&self, round: usize) -> bool {
        self.rounds[round].state != RoundState::Draft
    }

    fn speaks(&self, who: Who, region: usize, round: usize) -> bool {
        self.coordinates(who, region) && self.is_launched(round)
    }

    fn of_round(&self, who: Who, round: usize, from: RoundState) -> Verdict {
        match () {
            () if !self.is_admin(who) => Verdict::NotFound,
            () if self.rounds[round].state == from => Verdict::Changed,
            () => Verdict::Refused,
        }
    }

    fn answering(&self, who: Who, response: usize, is_fit: impl Fn(&Response) -> bool, done: Verdict) -> Verdict {
        let found = &self.responses[response];
        if !(who == Who::Respondent(found.department) && found.invited && self.is_launched(found.round)) {
            return Verdict::NotFound;
        }
        let open = match self.rounds[found.round].state {
            RoundState::Open => true,
            RoundState::Closed => self.wrong == Wrong::ClosedRoundsTakeAnswers,
            RoundState::Draft | RoundState::Archived => false,
        };
        let done = if self.wrong == Wrong::SavesAreRecorded { Verdict::Changed } else { done };
        if open && editable(found) && is_fit(found) { done } else { Verdict::Refused }
    }

    fn reviewing(&self, who: Who, response: usize, is_fit: impl Fn(&Response) -> bool) -> Verdict {
        let found = &self.responses[response];
        if !self.may_read(who, response) || matches!(who, Who::Respondent(_)) {
            return Verdict::NotFound;
        }
        // Nobody is asked in a draft, and nothing is changed in the archive.
        let goes_on = matches!(self.rounds[found.round].state, RoundState::Open | RoundState::Closed);
        if goes_on && is_fit(found) { Verdict::Changed } else { Verdict::Refused }
    }

    fn talking(&self, who: Who, response: usize, query: Pointer, talk: Talk) -> Verdict {
        let found = &self.responses[response];
        let query = query.filter(|(owner, _)| *owner == response).map(|(_, number)| &found.queries[number]);
        let is_respondent = matches!(who, Who::Respondent(_));
        let Some(query) = query.filter(|_| self.may_read(who, response)) else { return Verdict::NotFound };
        if is_respondent != (talk == Talk::Reply) {
            return Verdict::NotFound;
        }
        let accepted = found.state == ResponseState::Accepted;
        let is_closed = query.state == QueryState::Closed;
        let fits = match talk {
            Talk::Reply | Talk::Close => !is_closed,
            Talk::Further => !is_closed && !accepted,
            Talk::Reopen => is_closed && !accepted,
        };
        let goes_on = matches!(self.rounds[found.round].state, RoundState::Open | RoundState::Closed);
        if goes_on && fits { Verdict::Changed } else { Verdict::Refused }
    }

    fn desk(&self, who: Who, response: usize, is_fit: impl Fn(&Response) -> bool) -> Verdict {
        let found = &self.responses[response];
        if !self.speaks(who, region_of(found.department), found.round) {
            return Verdict::NotFound;
        }
        let open = self.rounds[found.round].state == RoundState::Open;
        if open && is_fit(found) { Verdict::Changed } else { Verdict::Refused }
    }

    fn speaking(&self, who: Who, act: &Act, region: usize, round: usize) -> Verdict {
        if !self.speaks(who, region, round) {
            return Verdict::NotFound;
        }
        let archived = self.rounds[round].state == RoundState::Archived;
        let answer = self.answers.get(&(region, round));
        let Some(answer) = answer else {
            return match act {
                Act::Begin(..) | Act::ReopenAnswer(..) if archived => Verdict::Refused,
                Act::Begin(..) => Verdict::Changed,
                _ => Verdict::NotFound,
            };
        };
        let ready = answer.written.as_ref().is_some_and(|(_, heard)| *heard == self.words(region, round));
        match act {
            _ if archived => Verdict::Refused,
            Act::Begin(..) => Verdict::Kept,
            Act::Write(..) if !answer.signed => Verdict::Kept,
            Act::Sign(..) if answer.signed => Verdict::Kept,
            Act::Sign(..) if ready => Verdict::Changed,
            Act::ReopenAnswer(..) if answer.signed => Verdict::Changed,
            _ => Verdict::Refused,
        }
    }

    fn may_see(&self, who: Who, page: Page) -> bool {
        let follows = |region, round| self.is_launched(round) && (self.coordinates(who, region) || self.is_admin(who));
        match page {
            Page::Own(response, _) => {
                let found = &self.responses[response];
                who == Who::Respondent(found.department) && found.invited && self.is_launched(found.round)
            }
            Page::Response(response, _) => self.may_read(who, response),
            Page::Review(response) => self.may_read(who, response) && !matches!(who, Who::Respondent(_)),
            Page::Query(response, query) => {
                query.is_some_and(|(owner, _)| owner == response) && self.may_read(who, response)
            }
            Page::Region(region, round, _) => follows(region, round),
            Page::Speaking(region, round, _) => self.speaks(who, region, round),
            Page::Department(response) => {
                let found = &self.responses[response];
                follows(region_of(found.department), found.round)
            }
            Page::Admin(_) | Page::AdminRound(..) => self.is_admin(who),
            Page::Results(..) => self.reads_results(who),
            Page::Account(_) => true,
        }
    }
}

fn editable(response: &Response) -> bool {
    matches!(response.state, ResponseState::InProgress | ResponseState::Returned)
}
