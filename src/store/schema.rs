//! The tables, as Diesel sees them; a test holds this file against the migrated database.

diesel::table! {
    account (id) {
        id -> Uuid,
        email -> Text,
        name -> Text,
        language -> Text,
        password_hash -> Nullable<Text>,
        disabled_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        totp_secret -> Nullable<Binary>,
        totp_confirmed_at -> Nullable<Timestamptz>,
        totp_last_step -> Nullable<BigInt>,
        merged_into -> Nullable<Uuid>,
        erased_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    account_link (token_hash) {
        token_hash -> Binary,
        purpose -> Text,
        account_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    attachment (round_id, id) {
        round_id -> Uuid,
        id -> Uuid,
        response_id -> Uuid,
        name -> Text,
        media_type -> Text,
        size -> BigInt,
        content_hash -> Binary,
        content -> Binary,
        uploaded_by -> Nullable<Uuid>,
        uploaded_at -> Timestamptz,
    }
}

diesel::table! {
    audit (id) {
        id -> Uuid,
        at -> Timestamptz,
        account_id -> Nullable<Uuid>,
        action -> Text,
        object_kind -> Text,
        object_id -> Nullable<Uuid>,
        round_id -> Nullable<Uuid>,
        before -> Nullable<Jsonb>,
        after -> Nullable<Jsonb>,
        redacted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    department (id) {
        id -> Uuid,
        region_id -> Uuid,
        kind -> Text,
        name -> Text,
        created_at -> Timestamptz,
        names -> Jsonb,
    }
}

diesel::table! {
    department_member (department_id, account_id) {
        department_id -> Uuid,
        account_id -> Uuid,
    }
}

diesel::table! {
    draft_answer (round_id, response_id, path) {
        round_id -> Uuid,
        response_id -> Uuid,
        path -> Text,
        value -> Nullable<Jsonb>,
        version -> Integer,
        edited_by -> Nullable<Uuid>,
        edited_at -> Timestamptz,
    }
}

diesel::table! {
    draft_history (round_id, response_id, path, version) {
        round_id -> Uuid,
        response_id -> Uuid,
        path -> Text,
        version -> Integer,
        value -> Nullable<Jsonb>,
        edited_by -> Nullable<Uuid>,
        edited_at -> Timestamptz,
    }
}

diesel::table! {
    invitation (round_id, id) {
        round_id -> Uuid,
        id -> Uuid,
        department_id -> Uuid,
        account_id -> Uuid,
        created_at -> Timestamptz,
        opened_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    magic_link (token_hash) {
        token_hash -> Binary,
        round_id -> Uuid,
        invitation_id -> Uuid,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    mail_attempt (mail_id, number) {
        mail_id -> Uuid,
        number -> Integer,
        began_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        outcome -> Nullable<Text>,
        stage -> Nullable<Text>,
        words -> Nullable<Text>,
    }
}

diesel::table! {
    mail_bounce (id) {
        id -> Uuid,
        address -> Text,
        words -> Text,
        source -> Text,
        mail_id -> Nullable<Uuid>,
        account_id -> Nullable<Uuid>,
        at -> Timestamptz,
    }
}

diesel::table! {
    mail_trouble (singleton) {
        singleton -> Bool,
        since -> Timestamptz,
        seen_at -> Timestamptz,
        words -> Text,
    }
}

diesel::table! {
    moved_answer (round_id, response_id, former_version_id, former_path) {
        round_id -> Uuid,
        response_id -> Uuid,
        former_version_id -> Uuid,
        former_path -> Text,
        former -> Jsonb,
        path -> Nullable<Text>,
        reasons -> Array<Text>,
        moved_at -> Timestamptz,
        confirmed_at -> Nullable<Timestamptz>,
        confirmed_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    outbox (id) {
        id -> Uuid,
        kind -> Text,
        recipient -> Text,
        subject -> Text,
        body_text -> Text,
        body_html -> Text,
        created_at -> Timestamptz,
        attempts -> Integer,
        next_attempt_at -> Timestamptz,
        sent_at -> Nullable<Timestamptz>,
        failed_at -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
        message_id -> Nullable<Text>,
        unsubscribe_url -> Nullable<Text>,
        lease -> Nullable<Uuid>,
        tried_since -> Nullable<Timestamptz>,
        bounced_at -> Nullable<Timestamptz>,
        state -> Nullable<Text>,
        redacted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    pending_sign_in (token_hash) {
        token_hash -> Binary,
        account_id -> Uuid,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    questionnaire (id) {
        id -> Uuid,
        form_id -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    questionnaire_version (id) {
        id -> Uuid,
        questionnaire_id -> Uuid,
        number -> Integer,
        definition -> Jsonb,
        content_hash -> Binary,
        created_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
        published_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    recovery_code (account_id, code_hash) {
        account_id -> Uuid,
        code_hash -> Binary,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    region (id) {
        id -> Uuid,
        code -> Text,
        code_kind -> Text,
        country -> Text,
        names -> Jsonb,
        created_at -> Timestamptz,
        partnership -> Text,
    }
}

diesel::table! {
    region_code_history (region_id, code, code_kind) {
        region_id -> Uuid,
        code -> Text,
        code_kind -> Text,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
    }
}

diesel::table! {
    region_commission (region_id, commission) {
        region_id -> Uuid,
        commission -> Text,
    }
}

diesel::table! {
    reminder_link (token_hash) {
        token_hash -> Binary,
        round_id -> Uuid,
        address -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    reminder_refusal (round_id, address) {
        round_id -> Uuid,
        address -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    response (round_id, id) {
        round_id -> Uuid,
        id -> Uuid,
        department_id -> Uuid,
        state -> Text,
        revision -> Integer,
        draft_version -> Integer,
        language -> Text,
        opened_at -> Nullable<Timestamptz>,
        started_at -> Nullable<Timestamptz>,
        submitted_at -> Nullable<Timestamptz>,
        accepted_at -> Nullable<Timestamptz>,
        version_id -> Uuid,
        sections -> Nullable<Array<Text>>,
    }
}

diesel::table! {
    role_grant (id) {
        id -> Uuid,
        account_id -> Uuid,
        role -> Text,
        region_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    round (id) {
        id -> Uuid,
        code -> Text,
        name -> Text,
        version_id -> Uuid,
        opens_at -> Timestamptz,
        deadline -> Timestamptz,
        closed_at -> Nullable<Timestamptz>,
        created_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
        launched_at -> Nullable<Timestamptz>,
        archived_at -> Nullable<Timestamptz>,
        time_zone -> Text,
        late_days -> Integer,
        quiet_from -> Time,
        quiet_until -> Time,
        carried_from -> Nullable<Uuid>,
        keep_drafts_days -> Nullable<Integer>,
        keep_contacts_days -> Nullable<Integer>,
        keep_logs_days -> Nullable<Integer>,
        deadline_set_at -> Timestamptz,
    }
}

diesel::table! {
    session (token_hash) {
        token_hash -> Binary,
        account_id -> Uuid,
        csrf_token -> Text,
        created_at -> Timestamptz,
        seen_at -> Timestamptz,
        expires_at -> Timestamptz,
        id -> Uuid,
        strength -> Text,
        device -> Text,
    }
}

diesel::table! {
    staged_import (id) {
        id -> Uuid,
        account_id -> Uuid,
        kind -> Text,
        content -> Binary,
        digest -> Binary,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    submission (round_id, response_id, revision) {
        round_id -> Uuid,
        response_id -> Uuid,
        revision -> Integer,
        submission_key -> Uuid,
        reference -> Text,
        version_id -> Uuid,
        language -> Text,
        answers -> Jsonb,
        content_hash -> Binary,
        submitted_by -> Nullable<Uuid>,
        submitted_at -> Timestamptz,
        redacted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    submission_code (round_id, response_id, revision) {
        round_id -> Uuid,
        response_id -> Uuid,
        revision -> Integer,
        codes -> Binary,
    }
}

diesel::table! {
    throttle (key, window_start) {
        key -> Text,
        window_start -> Timestamptz,
        attempts -> Integer,
    }
}

diesel::table! {
    round_region (round_id, region_id) {
        round_id -> Uuid,
        region_id -> Uuid,
        deadline -> Nullable<Timestamptz>,
        asked_at -> Nullable<Timestamptz>,
        deadline_set_at -> Timestamptz,
    }
}

diesel::table! {
    round_reminder (round_id, days) {
        round_id -> Uuid,
        days -> Integer,
        added_at -> Timestamptz,
    }
}

diesel::table! {
    reminder_sent (round_id, invitation_id, deadline, days) {
        round_id -> Uuid,
        invitation_id -> Uuid,
        deadline -> Timestamptz,
        days -> Integer,
        at -> Timestamptz,
    }
}

diesel::table! {
    reminder_by_hand (round_id, invitation_id, at) {
        round_id -> Uuid,
        invitation_id -> Uuid,
        at -> Timestamptz,
    }
}

diesel::table! {
    delegation (round_id, response_id, section) {
        round_id -> Uuid,
        response_id -> Uuid,
        section -> Text,
        account_id -> Nullable<Uuid>,
        due_at -> Nullable<Timestamptz>,
        note -> Text,
        delegated_by -> Nullable<Uuid>,
        delegated_at -> Timestamptz,
    }
}

diesel::table! {
    answer_query (round_id, id) {
        round_id -> Uuid,
        id -> Uuid,
        response_id -> Uuid,
        path -> Text,
        state -> Text,
        opened_by -> Nullable<Uuid>,
        opened_at -> Timestamptz,
        answered_at -> Nullable<Timestamptz>,
        closed_by -> Nullable<Uuid>,
        closed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    query_message (round_id, query_id, number) {
        round_id -> Uuid,
        query_id -> Uuid,
        number -> Integer,
        author -> Nullable<Uuid>,
        at -> Timestamptz,
        body -> Text,
    }
}

diesel::table! {
    review (round_id, response_id, number) {
        round_id -> Uuid,
        response_id -> Uuid,
        number -> Integer,
        revision -> Integer,
        decision -> Text,
        reasons -> Text,
        decided_by -> Nullable<Uuid>,
        decided_at -> Timestamptz,
    }
}

diesel::table! {
    regional_answer (round_id, region_id) {
        round_id -> Uuid,
        region_id -> Uuid,
        version_id -> Uuid,
        state -> Text,
        revision -> Integer,
        draft_version -> Integer,
        language -> Text,
        opened_at -> Timestamptz,
    }
}

diesel::table! {
    regional_value (round_id, region_id, path) {
        round_id -> Uuid,
        region_id -> Uuid,
        path -> Text,
        value -> Nullable<Jsonb>,
        basis -> Text,
        source_response_id -> Nullable<Uuid>,
        divergent -> Bool,
        divergence -> Text,
        version -> Integer,
        edited_by -> Nullable<Uuid>,
        edited_at -> Timestamptz,
    }
}

diesel::table! {
    sign_off (round_id, region_id, revision) {
        round_id -> Uuid,
        region_id -> Uuid,
        revision -> Integer,
        reference -> Text,
        version_id -> Uuid,
        language -> Text,
        answers -> Jsonb,
        divergent -> Jsonb,
        content_hash -> Binary,
        role -> Text,
        signed_on -> Date,
        clearance -> Text,
        consent_public -> Bool,
        consent_network -> Bool,
        signed_by -> Nullable<Uuid>,
        signed_at -> Timestamptz,
        redacted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    sign_off_code (round_id, region_id, revision) {
        round_id -> Uuid,
        region_id -> Uuid,
        revision -> Integer,
        codes -> Binary,
    }
}

diesel::table! {
    carried_answer (round_id, response_id, path) {
        round_id -> Uuid,
        response_id -> Uuid,
        path -> Text,
        value -> Jsonb,
        carried_at -> Timestamptz,
        confirmed_at -> Nullable<Timestamptz>,
        confirmed_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    erasure (id) {
        id -> Uuid,
        account_id -> Uuid,
        erased_by -> Nullable<Uuid>,
        at -> Timestamptz,
        receipt -> Jsonb,
    }
}

diesel::table! {
    retention_run (round_id, kind, at) {
        round_id -> Uuid,
        kind -> Text,
        at -> Timestamptz,
        removed -> BigInt,
        error -> Nullable<Text>,
    }
}

diesel::table! {
    coordinator_reminder (round_id, invitation_id) {
        round_id -> Uuid,
        invitation_id -> Uuid,
        at -> Timestamptz,
    }
}

diesel::table! {
    merged_response (round_id, id) {
        round_id -> Uuid,
        id -> Uuid,
        into_id -> Uuid,
    }
}

diesel::joinable!(department -> region (region_id));
diesel::joinable!(department_member -> account (account_id));
diesel::joinable!(department_member -> department (department_id));
diesel::joinable!(draft_answer -> account (edited_by));
diesel::joinable!(invitation -> account (account_id));
diesel::joinable!(invitation -> round (round_id));
diesel::joinable!(questionnaire_version -> questionnaire (questionnaire_id));
diesel::joinable!(response -> department (department_id));
diesel::joinable!(response -> round (round_id));
diesel::joinable!(round_region -> region (region_id));
diesel::joinable!(round_region -> round (round_id));

diesel::allow_tables_to_appear_in_same_query!(
    account,
    account_link,
    attachment,
    audit,
    department,
    department_member,
    draft_answer,
    draft_history,
    invitation,
    moved_answer,
    magic_link,
    mail_attempt,
    mail_bounce,
    mail_trouble,
    outbox,
    pending_sign_in,
    questionnaire,
    questionnaire_version,
    recovery_code,
    region,
    region_code_history,
    region_commission,
    reminder_link,
    reminder_refusal,
    response,
    role_grant,
    round,
    session,
    staged_import,
    submission,
    submission_code,
    throttle,
    round_region,
    round_reminder,
    reminder_sent,
    reminder_by_hand,
    delegation,
    answer_query,
    query_message,
    review,
    regional_answer,
    regional_value,
    sign_off,
    sign_off_code,
    carried_answer,
    coordinator_reminder,
    merged_response,
    erasure,
    retention_run,
);
