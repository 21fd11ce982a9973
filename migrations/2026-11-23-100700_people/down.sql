DROP INDEX audit_round_id, audit_object_id, audit_action;
DROP TABLE account_link, pending_sign_in, recovery_code, staged_import, department_member, region_code_history;
DROP FUNCTION move_references(regclass, uuid, uuid, regclass[]);
ALTER TABLE session DROP COLUMN id, DROP COLUMN strength, DROP COLUMN device;
ALTER TABLE account DROP COLUMN totp_secret, DROP COLUMN totp_confirmed_at, DROP COLUMN totp_last_step,
    DROP COLUMN merged_into;
ALTER TABLE department DROP COLUMN names;
ALTER TABLE region DROP COLUMN partnership;

CREATE OR REPLACE FUNCTION actor_of_session(in_token_hash bytea, in_at timestamptz, in_idle_since timestamptz) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT jsonb_build_object(
        'csrf_token', session.csrf_token,
        'seen_at', session.seen_at,
        'actor', jsonb_build_object(
            'account', account.id, 'email', account.email, 'name', account.name, 'language', account.language,
            'grants', coalesce((
                SELECT jsonb_agg(jsonb_build_object('role', role, 'region', region_id))
                FROM role_grant WHERE role_grant.account_id = account.id
            ), '[]'),
            'invitations', coalesce((
                SELECT jsonb_agg(jsonb_build_object('round', round_id, 'department', department_id))
                FROM invitation WHERE invitation.account_id = account.id AND revoked_at IS NULL
            ), '[]')
        )
    )
    FROM session JOIN account ON account.id = session.account_id
    WHERE session.token_hash = in_token_hash AND session.expires_at > in_at AND session.seen_at > in_idle_since
        AND account.disabled_at IS NULL);
END
$$;
