//! Everything that the database holds on one person, category by category.

use diesel::{
    QueryableByName, sql_query,
    sql_types::{Jsonb, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use serde_json::Value;

use super::super::{Connection, Error};
use crate::fieldwork::ids::AccountId;

/// One kind of data with its rows; `fields` is the order in which they are told.
#[derive(Debug, Clone)]
pub struct Category {
    pub key: &'static str,
    pub fields: &'static [&'static str],
    pub rows: Vec<Value>,
}

#[derive(QueryableByName)]
struct Rows {
    #[diesel(sql_type = Jsonb)]
    rows: Value,
}

/// Key, fields, and a query of the rows of `$1`. Links in mails are left out: who holds a session must not get at a link
/// that was sent to choose a password.
const CATEGORIES: [(&str, &[&str], &str); 20] = [
    (
        "account",
        &["email", "name", "language", "created", "password", "factor", "disabled"],
        "SELECT email, name, language, created_at AS created, password_hash IS NOT NULL AS password,
            totp_confirmed_at AS factor, disabled_at AS disabled FROM account WHERE id = $1 OR merged_into = $1",
    ),
    (
        "roles",
        &["role", "region"],
        "SELECT role, region.code AS region FROM role_grant LEFT JOIN region ON region.id = region_id
            WHERE account_id = $1 ORDER BY 1, 2",
    ),
    (
        "departments",
        &["region", "department"],
        "SELECT region.code AS region, department.name AS department FROM department_member
            JOIN department ON department.id = department_id JOIN region ON region.id = region_id
            WHERE account_id = $1 ORDER BY 1, 2",
    ),
    (
        "invitations",
        &["round", "region", "department", "created", "opened", "revoked", "links", "reminders"],
        "SELECT round.code AS round, region.code AS region, department.name AS department,
            invitation.created_at AS created, invitation.opened_at AS opened, revoked_at AS revoked,
            (SELECT count(*) FROM magic_link WHERE magic_link.round_id = invitation.round_id
                AND invitation_id = invitation.id) AS links,
            (SELECT count(*) FROM reminder_sent WHERE reminder_sent.round_id = invitation.round_id
                AND invitation_id = invitation.id) AS reminders
            FROM invitation JOIN round ON round.id = round_id JOIN department ON department.id = department_id
            JOIN region ON region.id = region_id WHERE account_id = $1 ORDER BY 4",
    ),
    (
        "sessions",
        &["device", "strength", "created", "seen", "expires"],
        "SELECT device, strength, created_at AS created, seen_at AS seen, expires_at AS expires FROM session
            WHERE account_id = $1 ORDER BY 3",
    ),
    (
        "links",
        &["purpose", "created", "expires", "used"],
        "SELECT purpose, created_at AS created, expires_at AS expires, used_at AS used FROM account_link
            WHERE account_id = $1 ORDER BY 2",
    ),
    (
        "codes",
        &["codes", "used"],
        "SELECT count(*) AS codes, count(used_at) AS used FROM recovery_code WHERE account_id = $1 HAVING count(*) > 0",
    ),
    (
        "mails",
        &["created", "kind", "subject", "state", "text", "attempts", "words"],
        "SELECT created_at AS created, kind, subject, state,
            regexp_replace(body_text, 'https?://\\S+', '…', 'g') AS text, attempts, last_error AS words
            FROM outbox WHERE lower(recipient) IN (SELECT email FROM account WHERE id = $1 OR merged_into = $1)
            ORDER BY 1",
    ),
    (
        "bounces",
        &["at", "source", "words"],
        "SELECT at, source, words FROM mail_bounce
            WHERE account_id = $1 OR address IN (SELECT email FROM account WHERE id = $1 OR merged_into = $1) ORDER BY 1",
    ),
    (
        "refusals",
        &["round", "at"],
        "SELECT round.code AS round, at FROM reminder_refusal JOIN round ON round.id = round_id
            WHERE address IN (SELECT email FROM account WHERE id = $1 OR merged_into = $1) ORDER BY 2",
    ),
    (
        "answers",
        &["round", "region", "department", "answers", "changes", "first", "last"],
        "SELECT round.code AS round, region.code AS region, department.name AS department,
            count(DISTINCT path) AS answers, count(*) AS changes, min(edited_at) AS first, max(edited_at) AS last
            FROM draft_history JOIN response ON response.round_id = draft_history.round_id AND response.id = response_id
            JOIN round ON round.id = response.round_id JOIN department ON department.id = department_id
            JOIN region ON region.id = region_id WHERE edited_by = $1 GROUP BY 1, 2, 3 ORDER BY 6",
    ),
    (
        "submissions",
        &["round", "department", "reference", "revision", "at"],
        "SELECT round.code AS round, department.name AS department, reference, submission.revision,
            submission.submitted_at AS at FROM submission
            JOIN response ON response.round_id = submission.round_id AND response.id = response_id
            JOIN round ON round.id = response.round_id JOIN department ON department.id = department_id
            WHERE submitted_by = $1 ORDER BY 5",
    ),
    (
        "files",
        &["round", "name", "size", "at"],
        "SELECT round.code AS round, attachment.name, size, uploaded_at AS at FROM attachment
            JOIN round ON round.id = round_id WHERE uploaded_by = $1
            UNION ALL SELECT NULL, kind, octet_length(content), created_at FROM staged_import WHERE account_id = $1
            ORDER BY 4",
    ),
    (
        "mentions",
        &["round", "department", "question"],
        "SELECT round.code AS round, department.name AS department, path AS question
            FROM invitation JOIN response USING (round_id, department_id)
            JOIN draft_answer ON draft_answer.round_id = response.round_id AND response_id = response.id
            JOIN round ON round.id = response.round_id JOIN department ON department.id = department_id
            JOIN account ON account.id = account_id
            WHERE account_id = $1 AND position(email IN lower(value::text)) > 0 ORDER BY 1, 2, 3",
    ),
    (
        "delegations",
        &["round", "department", "section", "due", "mine"],
        "SELECT round.code AS round, department.name AS department, section, due_at AS due,
            coalesce(delegation.account_id = $1, false) AS mine
            FROM delegation JOIN response ON response.round_id = delegation.round_id AND response.id = response_id
            JOIN round ON round.id = response.round_id JOIN department ON department.id = department_id
            WHERE delegation.account_id = $1 OR delegated_by = $1 ORDER BY 1, 2, 3",
    ),
    (
        "messages",
        &["round", "at", "text"],
        "SELECT round.code AS round, at, body AS text FROM query_message JOIN round ON round.id = round_id
            WHERE author = $1 ORDER BY 2",
    ),
    (
        "decisions",
        &["round", "department", "decision", "at", "text"],
        "SELECT round.code AS round, department.name AS department, decision, decided_at AS at, reasons AS text
            FROM review JOIN response ON response.round_id = review.round_id AND response.id = response_id
            JOIN round ON round.id = response.round_id JOIN department ON department.id = department_id
            WHERE decided_by = $1 ORDER BY 4",
    ),
    (
        "regional",
        &["round", "region", "answers", "last"],
        "SELECT round.code AS round, region.code AS region, count(*) AS answers, max(edited_at) AS last
            FROM regional_value JOIN round ON round.id = round_id JOIN region ON region.id = region_id
            WHERE edited_by = $1 GROUP BY 1, 2 ORDER BY 1, 2",
    ),
    (
        "sign-offs",
        &["round", "region", "reference", "role", "clearance", "at"],
        "SELECT round.code AS round, region.code AS region, reference, role, clearance, signed_at AS at
            FROM sign_off JOIN round ON round.id = round_id JOIN region ON region.id = region_id
            WHERE signed_by = $1 ORDER BY 6",
    ),
    (
        "audit",
        &["at", "action", "about", "round", "before", "after"],
        "SELECT at, action, CASE WHEN object_id = $1 THEN 'me' ELSE object_id::text END AS about, round.code AS round,
            CASE WHEN object_id = $1 THEN before END AS before, CASE WHEN object_id = $1 THEN after END AS after
            FROM audit LEFT JOIN round ON round.id = round_id WHERE account_id = $1 OR object_id = $1 ORDER BY at",
    ),
];

/// Everything on a person, each kind with its rows, also where there are none.
pub async fn held(connection: &mut Connection, person: AccountId) -> Result<Vec<Category>, Error> {
    let mut categories = Vec::new();
    for (key, fields, query) in CATEGORIES {
        let all = format!("SELECT coalesce(jsonb_agg(to_jsonb(held)), '[]') AS rows FROM ({query}) AS held");
        let found: Rows = sql_query(all).bind::<SqlUuid, _>(person).get_result(connection).await?;
        let rows = match found.rows {
            Value::Array(rows) => rows,
            other => vec![other],
        };
        categories.push(Category { key, fields, rows });
    }
    Ok(categories)
}
