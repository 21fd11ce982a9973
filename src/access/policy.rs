//! The policy: what is not allowed here is denied.

use super::actor::{Actor, Role};
use crate::fieldwork::ids::{DepartmentId, RegionId, RoundId};

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Upload, preview and publish questionnaires.
    ManageQuestionnaires,
    /// Open and close rounds, invite.
    ManageRounds,
    /// Regions and departments: import, export, codes, merging doubles.
    ManageRegistry,
    /// People: roles, links, disabling, merging doubles.
    ManagePeople,
    /// Read who changed what.
    ReadAudit,
    /// Read what was sent by mail.
    ReadMail,
    /// Participation and every export of a round.
    ReadResults,
    /// See a region's departments and how far they are.
    FollowRegion,
    /// Invite departments, delegate sections, remind; write and sign the region's own answer.
    SpeakForRegion,
    /// Read a response's answers and receipt.
    ReadResponse,
    /// Change a response's draft, submit it.
    EditResponse,
    /// Ask back about answers, return a response, accept it, reopen it.
    ReviewResponse,
}

/// What they want to do it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    Platform,
    Region(RegionId),
    Response { round: RoundId, department: DepartmentId, region: RegionId },
}

impl Action {
    pub const ALL: [Self; 12] = [
        Self::ManageQuestionnaires,
        Self::ManageRounds,
        Self::ManageRegistry,
        Self::ManagePeople,
        Self::ReadAudit,
        Self::ReadMail,
        Self::ReadResults,
        Self::FollowRegion,
        Self::SpeakForRegion,
        Self::ReadResponse,
        Self::EditResponse,
        Self::ReviewResponse,
    ];
}

/// May `actor` do `action` to `object`?
#[must_use]
pub fn can(actor: &Actor, action: Action, object: Object) -> bool {
    match (action, object) {
        (
            Action::ManageQuestionnaires
            | Action::ManageRounds
            | Action::ManageRegistry
            | Action::ManagePeople
            | Action::ReadAudit
            | Action::ReadMail,
            Object::Platform,
        ) => actor.is(Role::Admin),
        (Action::ReadResults, Object::Platform) => actor.is(Role::Consultant) || actor.is(Role::Admin),
        (Action::FollowRegion, Object::Region(region)) => actor.coordinates(region) || actor.is(Role::Admin),
        (Action::SpeakForRegion, Object::Region(region)) => actor.coordinates(region),
        (Action::ReadResponse, Object::Response { round, department, region }) => {
            actor.is_invited(round, department) || actor.coordinates(region) || actor.is(Role::Admin)
        }
        (Action::ReviewResponse, Object::Response { region, .. }) => actor.coordinates(region) || actor.is(Role::Admin),
        (Action::EditResponse, Object::Response { round, department, .. }) => actor.is_invited(round, department),
        (
            Action::ManageQuestionnaires
            | Action::ManageRounds
            | Action::ManageRegistry
            | Action::ManagePeople
            | Action::ReadAudit
            | Action::ReadMail
            | Action::ReadResults
            | Action::FollowRegion
            | Action::SpeakForRegion
            | Action::ReadResponse
            | Action::EditResponse
            | Action::ReviewResponse,
            Object::Platform | Object::Region(_) | Object::Response { .. },
        ) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::actor::{Grant, Invited};
    use super::*;
    use crate::fieldwork::ids::AccountId;
    use uuid::Uuid;

    const HOME: RegionId = RegionId(Uuid::from_u128(1));
    const ABROAD: RegionId = RegionId(Uuid::from_u128(2));
    const ROUND: RoundId = RoundId(Uuid::from_u128(3));
    const OTHER_ROUND: RoundId = RoundId(Uuid::from_u128(4));
    const OURS: DepartmentId = DepartmentId(Uuid::from_u128(5));
    const THEIRS: DepartmentId = DepartmentId(Uuid::from_u128(6));

    fn actor(role: Option<Role>, invited: bool) -> Actor {
        let region = role.filter(|role| *role == Role::Coordinator).map(|_| HOME);
        Actor {
            account: AccountId(Uuid::from_u128(9)),
            email: "a@example.org".into(),
            name: String::new(),
            language: "en".into(),
            grants: role.map(|role| Grant { role, region }).into_iter().collect(),
            invitations: invited.then_some(Invited { round: ROUND, department: OURS }).into_iter().collect(),
        }
    }

    #[test]
    fn every_role_may_what_the_table_says_and_nothing_else() {
        let response = |round, department, region| Object::Response { round, department, region };
        let objects = [
            ("platform", Object::Platform),
            ("home", Object::Region(HOME)),
            ("abroad", Object::Region(ABROAD)),
            ("own response", response(ROUND, OURS, HOME)),
            ("home response", response(ROUND, THEIRS, HOME)),
            ("foreign response", response(ROUND, THEIRS, ABROAD)),
            ("own department, other round", response(OTHER_ROUND, OURS, ABROAD)),
        ];
        let actors = [
            ("admin", actor(Some(Role::Admin), false)),
            ("consultant", actor(Some(Role::Consultant), false)),
            ("coordinator", actor(Some(Role::Coordinator), false)),
            ("respondent", actor(None, true)),
            ("nobody", actor(None, false)),
        ];
        let mut allowed = Vec::new();
        for (who, actor) in &actors {
            for action in Action::ALL {
                for (what, object) in objects {
                    if can(actor, action, object) {
                        allowed.push(format!("{who}: {action:?} {what}"));
                    }
                }
            }
        }
        assert_eq!(
            allowed,
            [
                "admin: ManageQuestionnaires platform",
                "admin: ManageRounds platform",
                "admin: ManageRegistry platform",
                "admin: ManagePeople platform",
                "admin: ReadAudit platform",
                "admin: ReadMail platform",
                "admin: ReadResults platform",
                "admin: FollowRegion home",
                "admin: FollowRegion abroad",
                "admin: ReadResponse own response",
                "admin: ReadResponse home response",
                "admin: ReadResponse foreign response",
                "admin: ReadResponse own department, other round",
                "admin: ReviewResponse own response",
                "admin: ReviewResponse home response",
                "admin: ReviewResponse foreign response",
                "admin: ReviewResponse own department, other round",
                "consultant: ReadResults platform",
                "coordinator: FollowRegion home",
                "coordinator: SpeakForRegion home",
                "coordinator: ReadResponse own response",
                "coordinator: ReadResponse home response",
                "coordinator: ReviewResponse own response",
                "coordinator: ReviewResponse home response",
                "respondent: ReadResponse own response",
                "respondent: EditResponse own response",
            ]
        );
    }
}
