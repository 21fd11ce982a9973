//! Proposals, their reasons and what departments say, in words.

use crate::{
    fieldwork::consolidation::{
        Said, Tally,
        desk::{Matter, Word},
        doubles::Likeness,
        propose::{Outcome, Reason, WhyNot},
    },
    operations::regional::Could,
    questionnaire::{
        answer::{Answer, NonAnswerKind},
        definition::Question,
        input::NumberStyle,
        path::Path,
    },
    web::respondent::{piped::At, wording::Reader},
};

/// Says things to whoever speaks for a region.
pub(super) struct Teller<'a> {
    pub reader: Reader<'a>,
}

impl Teller<'_> {
    /// What a department says, as lines.
    pub(super) fn said(&self, question: Option<&Question>, said: &Said, place: Option<(&Word, &Path)>) -> Vec<String> {
        match (said, question) {
            (Said::Answer(answer), Some(question)) => {
                let node = place.and_then(|(word, path)| Some((word, word.instance.node_at(path)?)));
                match node {
                    Some((word, node)) => {
                        self.reader.answer_at(question, answer, At { instance: &word.instance, node })
                    }
                    None => self.reader.answer(question, answer),
                }
            }
            (Said::NonAnswer(non_answer), _) => vec![self.reader.non_answer(*non_answer)],
            (Said::Entries(entries), _) => {
                vec![self.reader.say("regional-entries-count", &[("count", &entries.len().to_string())])]
            }
            (Said::Blank | Said::Answer(_), _) => vec![self.reader.say("no-answer", &[])],
            (Said::NotAsked, _) => vec![self.reader.say("regional-not-asked", &[])],
        }
    }

    /// An answer on one line.
    pub(super) fn short(&self, question: &Question, answer: &Answer) -> String {
        self.reader.answer(question, answer).join(", ")
    }

    /// Why this is proposed, or why nothing is.
    pub(super) fn reason(&self, matter: &Matter, question: Option<&Question>) -> String {
        let say = |key: &str, more: &[(&str, &str)]| self.reader.say(key, more);
        let tally = &matter.tally;
        let (answered, base) = (tally.answered.to_string(), tally.base().to_string());
        let choice = |name: &str| question.map_or_else(|| name.to_owned(), |one| self.reader.choice(&one.kind, name));
        match &matter.outcome {
            Outcome::Proposed { reason, .. } => match reason {
                Reason::Any { choice: name, count } => say(
                    "regional-reason-any",
                    &[("count", &count.to_string()), ("base", &base), ("choice", &choice(name))],
                ),
                Reason::All { choice: name, count } => say(
                    "regional-reason-all",
                    &[("count", &count.to_string()), ("base", &base), ("choice", &choice(name))],
                ),
                Reason::Most { count } => {
                    say("regional-reason-most", &[("count", &count.to_string()), ("answered", &answered)])
                }
                Reason::MoreThanHalf => say("regional-reason-more-than-half", &[("answered", &answered)]),
                Reason::Common => say("regional-reason-common", &[("answered", &answered)]),
                Reason::Union => say("regional-reason-union", &[("answered", &answered), ("base", &base)]),
                Reason::Sum => say("regional-reason-sum", &[("answered", &answered), ("base", &base)]),
                Reason::Mean { rounded: false } => {
                    say("regional-reason-mean", &[("answered", &answered), ("base", &base)])
                }
                Reason::Mean { rounded: true } => {
                    say("regional-reason-mean-rounded", &[("answered", &answered), ("base", &base)])
                }
                Reason::Points => say("regional-reason-points", &[("answered", &answered), ("base", &base)]),
                Reason::Alike => say("regional-reason-alike", &[("answered", &answered), ("base", &base)]),
                Reason::NonAnswer { kind } => {
                    let kind = say(&format!("non-answer-{}", kind.code()), &[]);
                    say("regional-reason-non-answer", &[("kind", &kind)])
                }
            },
            Outcome::None(why) => self.why_not(matter, why, question),
        }
    }

    fn why_not(&self, matter: &Matter, why: &WhyNot, question: Option<&Question>) -> String {
        let say = |key: &str, more: &[(&str, &str)]| self.reader.say(key, more);
        let number = |number: &rust_decimal::Decimal| NumberStyle::of_language(self.reader.language).write(*number);
        match why {
            WhyNot::Nobody => say("regional-none-nobody", &[]),
            WhyNot::Coordinator => say("regional-none-coordinator", &[]),
            WhyNot::Tie { answers, count } => {
                let named = |answer: &Answer| match (answer, question) {
                    (Answer::Choice(name), Some(question)) => self.reader.choice(&question.kind, name),
                    (answer, Some(question)) => self.short(question, answer),
                    (_, None) => String::new(),
                };
                let answers: Vec<String> = answers.iter().map(|answer| format!("“{}”", named(answer))).collect();
                say("regional-none-tie", &[("answers", &answers.join(", ")), ("count", &count.to_string())])
            }
            WhyNot::EqualPoints => say("regional-none-equal-points", &[]),
            WhyNot::NothingInCommon => say("regional-none-nothing-in-common", &[]),
            WhyNot::RuleUnfit => say(
                "regional-none-rule-unfit",
                &[("rule", &say(&format!("regional-rule-{}", matter.rule.code()), &[]))],
            ),
            WhyNot::TooLarge => say("regional-none-too-large", &[]),
            WhyNot::NotWhole(found) => say("regional-none-not-whole", &[("number", &number(found))]),
            WhyNot::OutOfRange(found) => say("regional-none-out-of-range", &[("number", &number(found))]),
            WhyNot::TooLong => say("regional-none-too-long", &[]),
            WhyNot::NonAnswersDiffer => say("regional-none-non-answers-differ", &[]),
            WhyNot::NotOffered => say("regional-none-not-offered", &[]),
        }
    }

    /// Who did not answer, and why; empty where all did.
    pub(super) fn tally(&self, tally: &Tally) -> Vec<String> {
        let kind = |kind: NonAnswerKind| self.reader.say(&format!("non-answer-{}", kind.code()), &[]);
        let said = |what: String, count: usize| {
            let arguments = [("what", what.as_str()), ("count", &count.to_string())];
            (count > 0).then(|| self.reader.say("regional-tally", &arguments))
        };
        [
            said(kind(NonAnswerKind::NoData), tally.no_data),
            said(kind(NonAnswerKind::NotOurCompetence), tally.not_our_competence),
            said(kind(NonAnswerKind::NotApplicable), tally.not_applicable),
            said(self.reader.say("no-answer", &[]), tally.blank),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// What two entries have in common.
    pub(super) fn likeness(&self, likeness: &Likeness) -> String {
        match likeness {
            Likeness::Link(link) => self.reader.say("regional-double-link", &[("link", link)]),
            Likeness::SameTitle => self.reader.say("regional-double-same-title", &[]),
            Likeness::SimilarTitle(hundredths) => {
                self.reader.say("regional-double-similar-title", &[("percent", &hundredths.to_string())])
            }
        }
    }

    /// What is known of a department that could say what is missing.
    pub(super) fn could(&self, could: &Could) -> String {
        let say = |key: &str| self.reader.say(key, &[]);
        match could {
            Could::NotInvited => say("regional-could-not-invited"),
            Could::Waiting => say("regional-could-waiting"),
            Could::Returned => say("regional-could-returned"),
            Could::Said(Said::NonAnswer(non_answer)) => self.reader.non_answer(*non_answer),
            Could::Said(Said::Answer(_) | Said::Entries(_)) => say("regional-could-answered"),
            Could::Said(Said::Blank) => say("regional-could-blank"),
            Could::Said(Said::NotAsked) => say("regional-not-asked"),
        }
    }
}
