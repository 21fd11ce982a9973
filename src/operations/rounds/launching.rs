//! Launching a draft: from then on it is asked, and everybody whom it asks is told.

use std::collections::{BTreeMap, HashMap};

use serde_json::json;

use super::{Error, changeable, record};
use crate::{
    fieldwork::{
        ids::{AccountId, InvitationId, RegionId},
        region::Region,
        round::{Change, Round},
    },
    mail::{
        message,
        notice::{About, Notice},
    },
    operations::{invitees::Asking, new_token},
    store::{
        Connection, Transaction, invitations, outbox, regions,
        round_regions::{self, Coordinator},
        rounds,
        sign_in::{self, Purpose},
    },
};

/// How many people were told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Told {
    pub regions: usize,
    pub coordinators: usize,
    pub invited: usize,
}

/// Launches a draft: its regions' coordinators and everybody who is invited are written to.
///
/// # Errors
/// [`Error::Field`] where the deadline is past or nobody is asked; [`Error::Overtaken`] where it is no draft any more.
pub async fn launch(connection: &mut Connection, asking: Asking<'_>, round: &Round) -> Result<Told, Error> {
    connection
        .transaction(async |connection| {
            let draft = changeable(connection, round.id, Change::Launch, asking.now).await?;
            if draft.last_moment() <= asking.now {
                return Err(Error::Field { field: "deadline", problem: "past" });
            }
            if !rounds::launch(connection, draft.id, asking.now).await? {
                return Err(Error::Overtaken);
            }
            let launched = Round { launched_at: Some(asking.now), ..draft };
            let fresh = round_regions::ask_all(connection, launched.id, asking.now).await?;
            if fresh.is_empty() {
                return Err(Error::Field { field: "targets", problem: "missing" });
            }
            let coordinators = tell_regions(connection, asking, &launched, &fresh).await?;
            let languages = invitations::languages(connection, launched.id).await?;
            let languages: HashMap<InvitationId, &str> =
                languages.iter().map(|(id, language)| (*id, language.as_str())).collect();
            send_invitations(connection, asking, &launched, &languages).await?;
            let told = Told { regions: fresh.len(), coordinators, invited: languages.len() };
            let state = launched.state(asking.now).code();
            let (before, after) =
                (json!({"state": "draft"}), json!({"state": state, "regions": told.regions, "invited": told.invited}));
            record(connection, asking, "round.launch", &launched, Some(before), Some(after)).await?;
            Ok(told)
        })
        .await
}

/// Writes to the coordinators of these regions that they are asked. Returns how many mails were written.
pub(super) async fn tell_regions(
    connection: &mut Connection,
    asking: Asking<'_>,
    round: &Round,
    asked: &[RegionId],
) -> Result<usize, Error> {
    tell_coordinators(connection, asking, round, asked, Notice::Region, "").await
}

/// One mail for each coordinator of these regions, with a link that signs in, however many of them they coordinate.
pub(super) async fn tell_coordinators(
    connection: &mut Connection,
    asking: Asking<'_>,
    round: &Round,
    of: &[RegionId],
    notice: Notice,
    words: &str,
) -> Result<usize, Error> {
    let coordinators = round_regions::coordinators(connection, of).await?;
    let own = round_regions::of_round(connection, round.id).await?;
    let deadline_of = |region: RegionId| {
        let asked = own.iter().find(|asked| asked.region == region);
        asked.and_then(|asked| asked.deadline).unwrap_or(round.deadline)
    };
    let all = regions::all(connection).await?;
    let mut by_account: BTreeMap<AccountId, Vec<&Coordinator>> = BTreeMap::new();
    for coordinator in &coordinators {
        by_account.entry(coordinator.account).or_default().push(coordinator);
    }
    let mut mails = Vec::with_capacity(by_account.len());
    for (account, theirs) in by_account {
        let Some(first) = theirs.first() else { continue };
        let deadlines = theirs.iter().map(|coordinator| deadline_of(coordinator.region));
        let (earliest, latest) = (deadlines.clone().min(), deadlines.max().unwrap_or(round.deadline));
        let whom = names(&all, &theirs, &first.language);
        let token = new_token();
        let until = Round { deadline: latest, ..round.clone() }.last_moment();
        sign_in::add_link(connection, &token.hash(), Purpose::SignIn, Some(account), asking.now, until).await?;
        let about = About { round: &round.name, whom: &whom, what: "", deadline: earliest, words };
        let link = format!("{}/open/{}", asking.base_url, token.reveal());
        let mail = notice.draft(asking.locales, &first.email, &first.language, &about, link);
        mails.push(mail.into_mail(asking.now));
    }
    outbox::enqueue(connection, &mails).await?;
    Ok(mails.len())
}

/// Sends these invitations, each in its language and with a link of its own.
pub(super) async fn send_invitations(
    connection: &mut Connection,
    asking: Asking<'_>,
    round: &Round,
    languages: &HashMap<InvitationId, &str>,
) -> Result<(), Error> {
    let found = invitations::of_round(connection, round.id).await?;
    let mut mails = Vec::with_capacity(languages.len());
    for found in found.iter().filter(|found| found.revoked_at.is_none()) {
        let Some(language) = languages.get(&found.id) else { continue };
        let token = new_token();
        let (round, until) = (&found.round, found.round.last_moment());
        invitations::add_link(connection, round.id, found.id, &token.hash(), asking.now, until).await?;
        let link = format!("{}/open/{}", asking.base_url, token.reveal());
        let (email, department, deadline) = (&found.email, &found.department, round.deadline);
        let mail = message::invitation(asking.locales, email, language, &round.name, department, deadline, link);
        mails.push(mail.into_mail(asking.now));
    }
    outbox::enqueue(connection, &mails).await?;
    Ok(())
}

fn names(all: &[Region], coordinated: &[&Coordinator], language: &str) -> String {
    let name = |coordinator: &&Coordinator| {
        let region = all.iter().find(|region| region.id == coordinator.region);
        region.map(|region| region.name(language).to_owned())
    };
    coordinated.iter().filter_map(name).collect::<Vec<_>>().join(", ")
}
