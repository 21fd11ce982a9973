//! Random people do random things to one response; a model of the rules says what must come of each.

use std::collections::BTreeMap;

use periplus::fieldwork::{
    response::ResponseState,
    review::{Decision, Party, QueryState, Step, can_be_asked_back, next, next_of_query, takes_queries},
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use uuid::Uuid;

use crate::world::{ADMIN, COORDINATOR, FOREIGNER, NEIGHBOUR, OTHER, Person, RESPONDENT, SECOND, World};

const STEPS: usize = 300;
const SEED: u64 = 20_261_123;

/// What the response must look like.
struct Model {
    state: ResponseState,
    revision: i32,
    /// With the number of messages.
    queries: BTreeMap<String, (QueryState, i32)>,
    /// The department asked for it since the last decision.
    asked_back: bool,
    changes: usize,
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Submit,
    Decide(&'static str),
    Ask,
    Step(Step),
    Request,
    Look,
}

const ACTS: [Act; 11] = [
    Act::Submit,
    Act::Submit,
    Act::Decide("return"),
    Act::Decide("accept"),
    Act::Decide("reopen"),
    Act::Ask,
    Act::Step(Step::Reply),
    Act::Step(Step::Ask),
    Act::Step(Step::Close),
    Act::Step(Step::Reopen),
    Act::Request,
];

#[tokio::test(flavor = "multi_thread")]
async fn random_people_do_only_what_the_rules_allow() {
    let world = World::begin().await;
    let everybody = [RESPONDENT, NEIGHBOUR, FOREIGNER, COORDINATOR, SECOND, OTHER, ADMIN];
    let mut people: Vec<(&str, Person<'_>)> = Vec::new();
    for email in everybody {
        people.push((email, world.person(email).await));
    }
    people[0].1.fill("12", "").await;
    let mut random = StdRng::seed_from_u64(SEED);
    let mut model = Model {
        state: ResponseState::InProgress,
        revision: 0,
        queries: BTreeMap::new(),
        asked_back: false,
        changes: 0,
    };
    let recorded = "SELECT count(*) FROM audit WHERE object_kind IN ('response', 'query')";
    let before: usize = world.one(recorded).await.parse().unwrap();
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for step in 0..STEPS {
        // Who has a part acts more often than strangers do.
        let (email, person) = if random.random_bool(0.7) {
            &people[[0, 3, 4, 6][random.random_range(0..4)]]
        } else {
            &people[random.random_range(0..people.len())]
        };
        let act = if random.random_bool(0.1) { Act::Look } else { ACTS[random.random_range(0..ACTS.len())] };
        let wanted = model.act(&world, person, party(email), act, &mut random).await;
        *counts.entry(wanted).or_default() += 1;
        model.check(&world, before, recorded, &format!("step {step}: {email} {act:?}")).await;
    }
    println!("{STEPS} random steps of {} people, {} changes, by status {counts:?}", people.len(), model.changes);
    assert!([200, 303, 404, 409].iter().all(|status| counts.contains_key(status)), "{counts:?}");
}

/// Which part somebody has in this response.
fn party(email: &str) -> Option<Party> {
    match email {
        RESPONDENT => Some(Party::Department),
        COORDINATOR | SECOND | ADMIN => Some(Party::Reviewer),
        _ => None,
    }
}

impl Model {
    /// Does it, and holds the answer against the rules; returns its status.
    async fn act(
        &mut self,
        world: &World,
        person: &Person<'_>,
        party: Option<Party>,
        act: Act,
        random: &mut StdRng,
    ) -> u16 {
        let id = world.response;
        let (state, revision) = (self.state.code(), self.revision.to_string());
        let query = (!self.queries.is_empty()).then(|| random.random_range(0..self.queries.len()));
        let query = query.and_then(|place| self.queries.keys().nth(place).cloned());
        let (wanted, answer) = match act {
            Act::Look => {
                let path = query.unwrap_or_else(|| format!("/responses/{id}/review"));
                let reads = if path.contains("/queries/") { party.is_some() } else { party == Some(Party::Reviewer) };
                (if reads { 200 } else { 404 }, person.get(&path).await)
            }
            Act::Submit => {
                let key = Uuid::new_v4().to_string();
                let answer = person.post(&format!("/responses/{id}/submit"), &[("key", &key)]).await;
                (self.decide(party, Decision::Submit), answer)
            }
            Act::Decide(code) => {
                let open = self.queries.values().filter(|(state, _)| *state == QueryState::Open).count();
                let decision = match code {
                    "return" => Decision::Return,
                    "accept" => Decision::Accept { open_queries: open },
                    _ => Decision::Reopen,
                };
                let answer = person.decide(code, state, &revision, "Because").await;
                (self.decide(party, decision), answer)
            }
            Act::Ask => {
                let answer =
                    person.post(&format!("/responses/{id}/queries"), &[("path", "staff"), ("text", "Why?")]).await;
                let wanted = match party {
                    Some(Party::Reviewer) if takes_queries(self.state) => 303,
                    Some(Party::Reviewer) => 409,
                    Some(Party::Department) | None => 404,
                };
                if wanted == 303 {
                    let newest = world.one("SELECT id FROM answer_query ORDER BY id DESC LIMIT 1").await;
                    self.queries.insert(format!("/responses/{id}/queries/{newest}"), (QueryState::Open, 1));
                    self.changes += 1;
                }
                (wanted, answer)
            }
            Act::Step(step) => {
                let Some(query) = query else { return 0 };
                let said = self.queries[&query].1.to_string();
                let (action, whose) = match step {
                    Step::Reply => ("reply", "department"),
                    Step::Ask => ("reply", "reviewer"),
                    Step::Close => ("close", "any"),
                    Step::Reopen => ("reopen", "any"),
                };
                let fields = [("action", action), ("party", whose), ("text", "Well"), ("seen", said.as_str())];
                let answer = person.post(&query, &fields).await;
                (self.step(party, step, &query), answer)
            }
            Act::Request => {
                let fields = [("state", state), ("revision", revision.as_str()), ("text", "Please")];
                let answer = person.post(&format!("/responses/{id}/request"), &fields).await;
                let may = can_be_asked_back(self.state) && !self.asked_back;
                let wanted = match party {
                    Some(Party::Department) if may => 303,
                    // Without a submission there is no receipt to say it on.
                    Some(Party::Department) if self.revision == 0 => 303,
                    Some(Party::Department) => 409,
                    Some(Party::Reviewer) | None => 404,
                };
                if wanted == 303 && may {
                    self.asked_back = true;
                    self.changes += 1;
                }
                (wanted, answer)
            }
        };
        assert_eq!(answer.status, wanted, "{act:?} by {party:?} on {state} {revision}: {}", answer.text);
        wanted
    }

    fn decide(&mut self, party: Option<Party>, decision: Decision) -> u16 {
        if party != Some(decision.by()) {
            return 404;
        }
        let Ok(state) = next(self.state, decision) else { return 409 };
        self.state = state;
        self.asked_back = false;
        self.changes += 1;
        self.revision += i32::from(decision == Decision::Submit);
        if state == ResponseState::Accepted {
            for (state, _) in self.queries.values_mut().filter(|(state, _)| *state == QueryState::Answered) {
                *state = QueryState::Closed;
            }
        }
        303
    }

    fn step(&mut self, party: Option<Party>, step: Step, query: &str) -> u16 {
        if party != Some(step.by()) {
            return 404;
        }
        let (state, said) = self.queries[query];
        let Ok(to) = next_of_query(state, step) else { return 409 };
        if matches!(step, Step::Ask | Step::Reopen) && !takes_queries(self.state) {
            return 409;
        }
        self.queries.insert(query.to_owned(), (to, said + i32::from(step != Step::Close)));
        self.changes += 1;
        303
    }

    async fn check(&self, world: &World, before: usize, recorded: &str, what: &str) {
        let found = world
            .one(&format!(
                "SELECT concat_ws('; ',
                    (SELECT state || ' ' || revision FROM response WHERE id = '{}'),
                    (SELECT coalesce(string_agg(state || (SELECT count(*) FROM query_message WHERE query_id = query.id),
                        ' ' ORDER BY id), '') FROM answer_query AS query),
                    ({recorded}) - {before})",
                world.response
            ))
            .await;
        let queries: Vec<String> =
            self.queries.values().map(|(state, said)| format!("{}{said}", state.code())).collect();
        // One record a change, and none where nothing changed.
        let wanted = format!("{} {}; {}; {}", self.state.code(), self.revision, queries.join(" "), self.changes);
        assert_eq!(found, wanted, "{what}");
    }
}
