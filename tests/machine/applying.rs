//! What an act that is done leaves behind in the model.

use crate::model::{
    Act, Answer, Decision, Model, Query, QueryState, ResponseState, RoundState, Talk, To, Verdict, Who, Wrong,
    grant_of, region_of,
};

impl Model {
    /// Does what was judged [`Verdict::Changed`] or [`Verdict::Kept`].
    pub fn apply(&mut self, act: &Act, verdict: Verdict) {
        self.recorded += i64::from(verdict == Verdict::Changed);
        match act {
            Act::Launch(round) | Act::ReopenRound(round) => self.rounds[*round].state = RoundState::Open,
            Act::Close(round) => self.rounds[*round].state = RoundState::Closed,
            Act::Archive(round) => self.rounds[*round].state = RoundState::Archived,
            Act::Extend(round) => self.rounds[*round].extended += 1,
            Act::Save(response, note) => self.responses[*response].note.clone_from(note),
            Act::Submit(response) => {
                let found = &mut self.responses[*response];
                found.state = ResponseState::Submitted;
                found.revision += 1;
                found.sent.clone_from(&found.note);
            }
            Act::Ask(response) => {
                self.responses[*response].queries.push(Query { state: QueryState::Open, said: 1 });
            }
            Act::Talk(response, query, talk) => {
                let Some((_, number)) = query else { return };
                let query = &mut self.responses[*response].queries[*number];
                query.said += i32::from(*talk != Talk::Close);
                query.state = match talk {
                    Talk::Reply => QueryState::Answered,
                    Talk::Further | Talk::Reopen => QueryState::Open,
                    Talk::Close => QueryState::Closed,
                };
            }
            Act::Decide(response, decision, _) => self.decide(*response, *decision),
            Act::Delegate(response, section, to) => {
                let found = &mut self.responses[*response];
                found.asked[*section] = true;
                found.given[*section] = Some((*to == To::Own).then_some(Who::Respondent(found.department)));
            }
            Act::Withdraw(response, section) => {
                let found = &mut self.responses[*response];
                found.asked[*section] = false;
                found.given[*section] = None;
            }
            Act::Revoke(response) | Act::RevokeAsAdmin(response) => {
                let found = &mut self.responses[*response];
                found.invited = false;
                // What the person saw to is the department's again.
                found.given = found.given.map(|given| given.map(|_| None));
            }
            Act::Invite(response) => {
                let found = &mut self.responses[*response];
                found.invited = true;
                // The form asks for the first section.
                let editable = matches!(found.state, ResponseState::InProgress | ResponseState::Returned);
                found.asked[0] |= editable;
            }
            Act::Begin(region, round) => {
                self.answers.entry((*region, *round)).or_default();
            }
            Act::Write(region, round, text) => {
                let heard = self.words(*region, *round);
                self.answer(*region, *round).written = Some((text.clone(), heard));
            }
            Act::Sign(region, round) => {
                let answer = self.answer(*region, *round);
                answer.revision += i32::from(!answer.signed);
                answer.signed = true;
            }
            Act::ReopenAnswer(region, round) => self.answer(*region, *round).signed = false,
            Act::Give(whom) | Act::TakeAway(whom) if verdict == Verdict::Changed => {
                let Some(grant) = grant_of(*whom) else { return };
                if !self.grants.remove(&(*whom, grant)) {
                    self.grants.insert((*whom, grant));
                }
                if self.wrong != Wrong::SessionsOutliveRights {
                    self.signed_in.remove(whom);
                }
            }
            Act::Give(_) | Act::TakeAway(_) | Act::Read(_) => {}
        }
    }

    /// What the database must hold, line by line.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (number, round) in self.rounds.iter().enumerate() {
            lines.push(format!("round {number}: {} +{}", format!("{:?}", round.state).to_lowercase(), round.extended));
        }
        for (number, response) in self.responses.iter().enumerate() {
            let state = match response.state {
                ResponseState::InProgress => "in_progress",
                ResponseState::Submitted => "submitted",
                ResponseState::Returned => "returned",
                ResponseState::Accepted => "accepted",
            };
            let own = Who::Respondent(response.department);
            let given = response.given.map(|given| match given {
                None => "-",
                Some(None) => "department",
                Some(Some(who)) if who == own => "own",
                Some(Some(_)) => "another",
            });
            let asked = response.asked.map(|asked| if asked { "asked" } else { "not" });
            let queries: Vec<String> = response
                .queries
                .iter()
                .map(|query| format!("{}{}", format!("{:?}", query.state).to_lowercase(), query.said))
                .collect();
            lines.push(format!(
                "response {number}: {state} {} '{}' sent '{}' {} {} invited {} queries {}",
                response.revision,
                response.note,
                response.sent,
                asked.join(" "),
                given.join(" "),
                response.invited,
                queries.join(" "),
            ));
        }
        for ((region, round), answer) in &self.answers {
            let state = if answer.signed { "signed" } else { "open" };
            let written = answer.written.as_ref().map(|(text, _)| text.as_str()).unwrap_or_default();
            lines.push(format!("answer {region} {round}: {state} {} '{written}'", answer.revision));
        }
        lines.push(format!("grants: {}", self.grants.len()));
        lines.extend(self.grants.iter().map(|(who, _)| format!("grant: {who:?}")));
        lines
    }

    fn answer(&mut self, region: usize, round: usize) -> &mut Answer {
        self.answers.entry((region, round)).or_default()
    }

    fn decide(&mut self, response: usize, decision: Decision) {
        let found = &mut self.responses[response];
        found.state = match decision {
            Decision::Return | Decision::Reopen => ResponseState::Returned,
            Decision::Accept => ResponseState::Accepted,
        };
        if decision == Decision::Accept {
            for query in found.queries.iter_mut().filter(|query| query.state == QueryState::Answered) {
                query.state = QueryState::Closed;
            }
        }
    }

    /// Whether somebody may find a response's words in what they keep of themselves, whatever they may read now.
    pub fn wrote(&self, who: Who, response: usize) -> bool {
        let department = self.responses[response].department;
        match who {
            Who::Respondent(own) => own == department,
            Who::Coordinator | Who::SecondCoordinator => region_of(department) == 0,
            Who::OtherCoordinator => region_of(department) == 1,
            Who::Admin | Who::SecondAdmin => true,
            Who::Consultant | Who::Stranger | Who::Nobody => false,
        }
    }
}
