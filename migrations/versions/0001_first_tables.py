"""First tables

Revision ID: 0001
Revises: 
"""

from alembic import op
import sqlalchemy as sa


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

# What metadata cannot say: events are append-only, and words can be searched.
SQLITE = (
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE VIRTUAL TABLE contribution_fts USING fts5(uid UNINDEXED, text, tokenize = 'unicode61 remove_diacritics 2')",
    'CREATE TRIGGER contribution_words_in AFTER INSERT ON contribution BEGIN INSERT INTO contribution_fts(uid, text) VALUES (new.id, new.text); END',
    'CREATE TRIGGER contribution_words_change AFTER UPDATE OF text ON contribution BEGIN UPDATE contribution_fts SET text = new.text WHERE uid = new.id; END',
    'CREATE TRIGGER contribution_words_out AFTER DELETE ON contribution BEGIN DELETE FROM contribution_fts WHERE uid = old.id; END',
)
POSTGRESQL = (
    "CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$",
    'CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_is_append_only()',
    "CREATE INDEX ix_contribution_words ON contribution USING gin (to_tsvector('simple', text))",
)


def upgrade():
    op.create_table('chain_head',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.BigInteger(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chain_head')),
    sa.UniqueConstraint('number', name=op.f('uq_chain_head_number'))
    )
    op.create_table('organisation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('phone_hours', sa.String(length=120), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('slug', name=op.f('uq_organisation_slug'))
    )
    op.create_table('person',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('password_hash', sa.String(length=255), nullable=True),
    sa.Column('totp_secret', sa.String(length=64), nullable=True),
    sa.Column('totp_last_step', sa.Integer(), nullable=True),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('email', name=op.f('uq_person_email'))
    )
    op.create_table('project',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('ref', sa.String(length=20), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('promise', sa.String(length=300), nullable=False),
    sa.Column('introduction', sa.Text(), nullable=False),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.Column('service', sa.String(length=160), nullable=False),
    sa.Column('who_for', sa.String(length=300), nullable=False),
    sa.Column('partners', sa.String(length=200), nullable=False),
    sa.Column('stage', sa.String(length=40), nullable=False),
    sa.Column('regime', sa.String(length=40), nullable=False),
    sa.Column('annual_value_net', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.Column('vat_rate', sa.Numeric(precision=5, scale=2), nullable=False),
    sa.Column('term_months', sa.Integer(), nullable=False),
    sa.Column('extension_months', sa.Integer(), nullable=False),
    sa.Column('max_lot_value', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.Column('no_lots_reason', sa.Text(), nullable=False),
    sa.Column('limitations', sa.Text(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('time_zone', sa.String(length=40), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('phone_hours', sa.String(length=120), nullable=False),
    sa.Column('paper_places', sa.String(length=200), nullable=False),
    sa.Column('reference_population', sa.String(length=60), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('heard_published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("stage IN ('plan', 'listen', 'design', 'write', 'choose')", name=op.f('ck_project_stage_known')),
    sa.CheckConstraint('annual_value_net >= 0', name=op.f('ck_project_annual_value_not_negative')),
    sa.CheckConstraint('term_months >= 0 AND extension_months >= 0', name=op.f('ck_project_term_not_negative')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_project_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_project')),
    sa.UniqueConstraint('ref', name=op.f('uq_project_ref')),
    sa.UniqueConstraint('slug', name=op.f('uq_project_slug'))
    )
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_project_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('sign_in_link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('browser_digest', sa.String(length=64), nullable=True),
    sa.Column('token_digest', sa.String(length=64), nullable=True),
    sa.Column('code_digest', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_in_link_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_link')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_sign_in_link_token_digest'))
    )
    with op.batch_alter_table('sign_in_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_link_person_id'), ['person_id'], unique=False)

    op.create_table('staff_session',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('second_factor_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_staff_session_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_session')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_staff_session_token_digest'))
    )
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_session_person_id'), ['person_id'], unique=False)

    op.create_table('activity',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('ref', sa.String(length=8), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('introduction', sa.Text(), nullable=False),
    sa.Column('influence', sa.String(length=40), nullable=False),
    sa.Column('influence_reason', sa.String(length=500), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closes_on', sa.Date(), nullable=True),
    sa.Column('closes_time', sa.Time(), nullable=True),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('source_digest', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("influence = 'open' OR influence_reason <> ''", name=op.f('ck_activity_influence_reason_given')),
    sa.CheckConstraint("influence IN ('open', 'partly_open', 'decided')", name=op.f('ck_activity_influence_known')),
    sa.CheckConstraint("state IN ('draft', 'open', 'closed')", name=op.f('ck_activity_state_known')),
    sa.CheckConstraint('opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at', name=op.f('ck_activity_opens_before_closing')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_activity_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity')),
    sa.UniqueConstraint('project_id', 'ref', name=op.f('uq_activity_project_id_ref'))
    )
    op.create_table('area',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('vintage', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_area_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_area')),
    sa.UniqueConstraint('project_id', 'code', name=op.f('uq_area_project_id_code'))
    )
    op.create_table('codebook',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('method', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_codebook_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_codebook')),
    sa.UniqueConstraint('project_id', name=op.f('uq_codebook_project_id'))
    )
    op.create_table('decision',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('ref', sa.String(length=8), nullable=False),
    sa.Column('said', sa.Text(), nullable=False),
    sa.Column('response', sa.String(length=40), nullable=False),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.String(length=160), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('owner', sa.String(length=120), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('recorded_by_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("response = 'accepted' OR reason <> ''", name=op.f('ck_decision_reason_given')),
    sa.CheckConstraint("response IN ('accepted', 'partly', 'rejected', 'deferred', 'out_of_scope', 'already_happening')", name=op.f('ck_decision_response_known')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_decision_project_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_decision_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision')),
    sa.UniqueConstraint('project_id', 'ref', name=op.f('uq_decision_project_id_ref'))
    )
    op.create_table('event',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('sequence', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=True),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_event_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sa.UniqueConstraint('sequence', name=op.f('uq_event_sequence'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index('ix_event_project_sequence', ['project_id', 'sequence'], unique=False)
        batch_op.create_index('ix_event_subject', ['subject'], unique=False)

    op.create_table('invitation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.Column('project_id', sa.Uuid(), nullable=True),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('invited_by_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("role IN ('anonymous', 'participant', 'organisation_admin', 'commissioner', 'facilitator', 'analyst', 'observer')", name=op.f('ck_invitation_role_known')),
    sa.CheckConstraint('(organisation_id IS NULL) <> (project_id IS NULL)', name=op.f('ck_invitation_one_scope')),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name=op.f('fk_invitation_invited_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_invitation_organisation_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_invitation_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_invitation_token_digest'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_project_id'), ['project_id'], unique=False)

    op.create_table('job',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('arguments', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('progress', sa.String(length=200), nullable=False),
    sa.Column('error', sa.String(length=500), nullable=False),
    sa.Column('requested_by_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name=op.f('ck_job_state_known')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_job_project_id')),
    sa.ForeignKeyConstraint(['requested_by_id'], ['person.id'], name=op.f('fk_job_requested_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_job_project_id'), ['project_id'], unique=False)

    op.create_table('lot',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('annual_value_net', sa.Numeric(precision=14, scale=2), nullable=False),
    sa.Column('area_codes', sa.JSON(), nullable=False),
    sa.Column('scope', sa.String(length=300), nullable=False),
    sa.Column('suitable_sme', sa.Boolean(), nullable=False),
    sa.Column('suitable_vcse', sa.Boolean(), nullable=False),
    sa.Column('exception_reason', sa.String(length=500), nullable=False),
    sa.CheckConstraint('annual_value_net >= 0', name=op.f('ck_lot_value_not_negative')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_lot_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lot')),
    sa.UniqueConstraint('project_id', 'number', name=op.f('uq_lot_project_id_number'))
    )
    op.create_table('membership',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.Column('project_id', sa.Uuid(), nullable=True),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("role IN ('anonymous', 'participant', 'organisation_admin', 'commissioner', 'facilitator', 'analyst', 'observer')", name=op.f('ck_membership_role_known')),
    sa.CheckConstraint('(organisation_id IS NULL) <> (project_id IS NULL)', name=op.f('ck_membership_one_scope')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_membership_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_membership_person_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_membership_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_project_id'), ['project_id'], unique=False)
        batch_op.create_index('uq_membership_person_organisation', ['person_id', 'organisation_id'], unique=True, sqlite_where=sa.text('organisation_id IS NOT NULL'), postgresql_where=sa.text('organisation_id IS NOT NULL'))
        batch_op.create_index('uq_membership_person_project', ['person_id', 'project_id'], unique=True, sqlite_where=sa.text('project_id IS NOT NULL'), postgresql_where=sa.text('project_id IS NOT NULL'))

    op.create_table('milestone',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('shown', sa.Boolean(), nullable=False),
    sa.CheckConstraint("kind IN ('needs', 'mandate', 'eqia_screening', 'eqia_pre', 'eqia_post', 'opens', 'closes', 'spec_draft', 'sva_record', 'uk2', 'uk4', 'tenders_due', 'themes_agreed', 'pack_frozen', 'scrutiny', 'decision', 'response_published', 'award', 'provider_notice', 'contract_end', 'start', 'provider_event', 'workshop', 'blackout_from', 'blackout_to', 'other')", name=op.f('ck_milestone_kind_known')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_milestone_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_milestone'))
    )
    with op.batch_alter_table('milestone', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_milestone_project_id'), ['project_id'], unique=False)

    op.create_table('option_considered',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=10), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.CheckConstraint("status <> 'discarded' OR reason <> ''", name=op.f('ck_option_considered_reason_given')),
    sa.CheckConstraint("status IN ('preferred', 'open', 'discarded')", name=op.f('ck_option_considered_status_known')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_option_considered_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_option_considered'))
    )
    with op.batch_alter_table('option_considered', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_option_considered_project_id'), ['project_id'], unique=False)

    op.create_table('outbox',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=True),
    sa.Column('recipient', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('message_id', sa.String(length=120), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('held_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('last_error', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_outbox_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('message_id', name=op.f('uq_outbox_message_id'))
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_unsent', ['sent_at', 'created_at'], unique=False)

    op.create_table('pack',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=40), nullable=False),
    sa.Column('check_code', sa.String(length=16), nullable=False),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.Column('snapshot', sa.LargeBinary(), nullable=False),
    sa.Column('chain_head', sa.String(length=64), nullable=False),
    sa.Column('supersedes_id', sa.Uuid(), nullable=True),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('frozen_by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['frozen_by_id'], ['person.id'], name=op.f('fk_pack_frozen_by_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_pack_project_id')),
    sa.ForeignKeyConstraint(['supersedes_id'], ['pack.id'], name=op.f('fk_pack_supersedes_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pack')),
    sa.UniqueConstraint('check_code', name=op.f('uq_pack_check_code')),
    sa.UniqueConstraint('project_id', 'version', name=op.f('uq_pack_project_id_version')),
    sa.UniqueConstraint('ref', name=op.f('uq_pack_ref'))
    )
    op.create_table('participant',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('ref', sa.String(length=12), nullable=False),
    sa.Column('key_digest', sa.String(length=64), nullable=True),
    sa.Column('source_id', sa.String(length=120), nullable=True),
    sa.Column('groups', sa.JSON(), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_participant_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participant')),
    sa.UniqueConstraint('project_id', 'key_digest', name=op.f('uq_participant_project_id_key_digest')),
    sa.UniqueConstraint('project_id', 'source_id', name=op.f('uq_participant_project_id_source_id'))
    )
    op.create_table('population_figure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=False),
    sa.Column('variable', sa.String(length=40), nullable=False),
    sa.Column('category', sa.String(length=60), nullable=False),
    sa.Column('label', sa.String(length=120), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('area_code', sa.String(length=12), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('source_date', sa.Date(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('people >= 0', name=op.f('ck_population_figure_people_not_negative')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_population_figure_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_population_figure')),
    sa.UniqueConstraint('project_id', 'reference', 'variable', 'category', 'area_code', name=op.f('uq_population_figure_project_id_reference_variable_category_area_code'))
    )
    op.create_table('requirement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('ref', sa.String(length=12), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('lot_numbers', sa.JSON(), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('type', sa.String(length=40), nullable=False),
    sa.Column('moscow', sa.String(length=40), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('measure', sa.Text(), nullable=False),
    sa.Column('kpi', sa.String(length=300), nullable=False),
    sa.Column('acceptance', sa.Text(), nullable=False),
    sa.Column('rationale', sa.Text(), nullable=False),
    sa.Column('origin', sa.String(length=40), nullable=False),
    sa.Column('equality_note', sa.Text(), nullable=False),
    sa.Column('characteristics', sa.JSON(), nullable=False),
    sa.Column('cost_note', sa.Text(), nullable=False),
    sa.Column('feasibility', sa.Text(), nullable=False),
    sa.Column('depends_on', sa.JSON(), nullable=False),
    sa.Column('award_criterion', sa.String(length=60), nullable=False),
    sa.Column('tender_question', sa.String(length=60), nullable=False),
    sa.Column('contract_clause', sa.String(length=60), nullable=False),
    sa.Column('council_reason', sa.Text(), nullable=False),
    sa.Column('owner', sa.String(length=120), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('status_reason', sa.String(length=500), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("moscow IN ('must', 'should', 'could', 'wont_now')", name=op.f('ck_requirement_moscow_known')),
    sa.CheckConstraint("origin IN ('resident', 'carer', 'staff', 'provider', 'commissioner', 'statutory')", name=op.f('ck_requirement_origin_known')),
    sa.CheckConstraint("status <> 'dropped' OR status_reason <> ''", name=op.f('ck_requirement_dropped_has_reason')),
    sa.CheckConstraint("status IN ('draft', 'reviewed_by_residents', 'approved', 'changed_after_decision', 'dropped')", name=op.f('ck_requirement_status_known')),
    sa.CheckConstraint("type IN ('outcome', 'function', 'quality', 'access', 'equality', 'workforce', 'data_reporting', 'social_value', 'community_capacity', 'prevention', 'transition')", name=op.f('ck_requirement_type_known')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_requirement_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requirement')),
    sa.UniqueConstraint('project_id', 'ref', name=op.f('uq_requirement_project_id_ref'))
    )
    op.create_table('scope_point',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('influence', sa.String(length=40), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.CheckConstraint("influence = 'open' OR reason <> ''", name=op.f('ck_scope_point_reason_given')),
    sa.CheckConstraint("influence IN ('open', 'partly_open', 'decided')", name=op.f('ck_scope_point_influence_known')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_scope_point_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scope_point'))
    )
    with op.batch_alter_table('scope_point', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scope_point_project_id'), ['project_id'], unique=False)

    op.create_table('visit',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_visit_person_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_visit_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit')),
    sa.UniqueConstraint('person_id', 'project_id', name=op.f('uq_visit_person_id_project_id'))
    )
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_project_id'), ['project_id'], unique=False)

    op.create_table('consultation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('asks_equality', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['id'], ['activity.id'], name=op.f('fk_consultation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation'))
    )
    op.create_table('contact',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=True),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('purpose', sa.String(length=60), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_contact_participant_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_contact_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact'))
    )
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_participant_id'), ['participant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_project_id'), ['project_id'], unique=False)

    op.create_table('equality_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('value', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_equality_answer_participant_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_equality_answer_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equality_answer')),
    sa.UniqueConstraint('participant_id', 'question', name=op.f('uq_equality_answer_participant_id_question'))
    )
    with op.batch_alter_table('equality_answer', schema=None) as batch_op:
        batch_op.create_index('ix_equality_answer_project_question', ['project_id', 'question'], unique=False)

    op.create_table('idea_board',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('asks', sa.String(length=40), nullable=False),
    sa.Column('moderation', sa.String(length=40), nullable=False),
    sa.Column('shows_totals', sa.Boolean(), nullable=False),
    sa.CheckConstraint("asks IN ('ideas', 'statements')", name=op.f('ck_idea_board_asks_known')),
    sa.CheckConstraint("moderation IN ('before', 'after')", name=op.f('ck_idea_board_moderation_known')),
    sa.ForeignKeyConstraint(['id'], ['activity.id'], name=op.f('fk_idea_board_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea_board'))
    )
    op.create_table('pack_file',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('pack_id', sa.Uuid(), nullable=False),
    sa.Column('edition', sa.String(length=40), nullable=False),
    sa.Column('path', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=120), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("edition IN ('commissioner', 'public')", name=op.f('ck_pack_file_edition_known')),
    sa.ForeignKeyConstraint(['pack_id'], ['pack.id'], name=op.f('fk_pack_file_pack_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pack_file')),
    sa.UniqueConstraint('pack_id', 'edition', 'path', name=op.f('uq_pack_file_pack_id_edition_path'))
    )
    op.create_table('requirement_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('requirement_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_requirement_version_by_id')),
    sa.ForeignKeyConstraint(['requirement_id'], ['requirement.id'], name=op.f('fk_requirement_version_requirement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requirement_version')),
    sa.UniqueConstraint('requirement_id', 'number', name=op.f('uq_requirement_version_requirement_id_number'))
    )
    op.create_table('submission',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('activity_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('idempotency_key', sa.String(length=80), nullable=False),
    sa.Column('ref', sa.String(length=12), nullable=False),
    sa.Column('receipt', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('state_reason', sa.String(length=300), nullable=False),
    sa.Column('state_rule', sa.String(length=60), nullable=False),
    sa.Column('mode', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("mode IN ('phone_web', 'web', 'paper', 'telephone', 'easy_read', 'assisted', 'workshop', 'imported')", name=op.f('ck_submission_mode_known')),
    sa.CheckConstraint("state <> 'excluded' OR state_reason <> ''", name=op.f('ck_submission_exclusion_has_reason')),
    sa.CheckConstraint("state IN ('accepted', 'flagged', 'quarantined', 'excluded', 'withdrawn')", name=op.f('ck_submission_state_known')),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_submission_activity_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_submission_participant_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_submission_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submission')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_submission_idempotency_key')),
    sa.UniqueConstraint('receipt', name=op.f('uq_submission_receipt')),
    sa.UniqueConstraint('ref', name=op.f('uq_submission_ref'))
    )
    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.create_index('ix_submission_activity_state', ['activity_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_submission_participant_id'), ['participant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_submission_project_id'), ['project_id'], unique=False)

    op.create_table('theme',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('codebook_id', sa.Uuid(), nullable=False),
    sa.Column('ref', sa.String(length=8), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('definition', sa.Text(), nullable=False),
    sa.Column('include_rule', sa.Text(), nullable=False),
    sa.Column('exclude_rule', sa.Text(), nullable=False),
    sa.Column('housekeeping', sa.Boolean(), nullable=False),
    sa.Column('minority_note', sa.String(length=300), nullable=False),
    sa.Column('source_column', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['codebook_id'], ['codebook.id'], name=op.f('fk_theme_codebook_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_theme')),
    sa.UniqueConstraint('codebook_id', 'ref', name=op.f('uq_theme_codebook_id_ref'))
    )
    op.create_table('workshop',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('join_code', sa.String(length=6), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(length=160), nullable=False),
    sa.Column('offers', sa.String(length=160), nullable=False),
    sa.Column('host_name', sa.String(length=80), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attended', sa.Integer(), nullable=True),
    sa.Column('attendance_note', sa.String(length=300), nullable=False),
    sa.Column('current_step_id', sa.Uuid(), nullable=True),
    sa.Column('step_ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paused_seconds', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('harvested_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_workshop_starts_before_end')),
    sa.ForeignKeyConstraint(['current_step_id'], ['step.id'], name='fk_workshop_current_step_id', use_alter=True),
    sa.ForeignKeyConstraint(['id'], ['activity.id'], name=op.f('fk_workshop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workshop')),
    sa.UniqueConstraint('join_code', name=op.f('uq_workshop_join_code'))
    )
    op.create_table('attendee',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workshop_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('nickname', sa.String(length=40), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_attendee_participant_id')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_attendee_workshop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendee')),
    sa.UniqueConstraint('workshop_id', 'participant_id', name=op.f('uq_attendee_workshop_id_participant_id'))
    )
    with op.batch_alter_table('attendee', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendee_participant_id'), ['participant_id'], unique=False)

    op.create_table('draft',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('consultation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('carry_on_code', sa.String(length=40), nullable=True),
    sa.Column('shared_device', sa.Boolean(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_draft_consultation_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_draft_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft')),
    sa.UniqueConstraint('carry_on_code', name=op.f('uq_draft_carry_on_code')),
    sa.UniqueConstraint('consultation_id', 'participant_id', name=op.f('uq_draft_consultation_id_participant_id')),
    sa.UniqueConstraint('key', name=op.f('uq_draft_key'))
    )
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_participant_id'), ['participant_id'], unique=False)

    op.create_table('prompt',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('board_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['board_id'], ['idea_board.id'], name=op.f('fk_prompt_board_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prompt')),
    sa.UniqueConstraint('board_id', 'position', name=op.f('uq_prompt_board_id_position'))
    )
    op.create_table('question',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('consultation_id', sa.Uuid(), nullable=False),
    sa.Column('ref', sa.String(length=12), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_question_consultation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('consultation_id', 'ref', name=op.f('uq_question_consultation_id_ref'))
    )
    op.create_table('step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workshop_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=8), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('phase', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=60), nullable=False),
    sa.Column('prompt', sa.String(length=200), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('names', sa.String(length=40), nullable=False),
    sa.Column('dots', sa.Integer(), nullable=False),
    sa.Column('votes_on_id', sa.Uuid(), nullable=True),
    sa.Column('totals_shown', sa.Boolean(), nullable=False),
    sa.CheckConstraint("kind IN ('cards', 'vote')", name=op.f('ck_step_kind_known')),
    sa.CheckConstraint("names IN ('names', 'no_names', 'hidden')", name=op.f('ck_step_names_known')),
    sa.CheckConstraint("phase IN ('waiting', 'open', 'grouping', 'shown', 'closed')", name=op.f('ck_step_phase_known')),
    sa.CheckConstraint('dots BETWEEN 1 AND 10', name=op.f('ck_step_dots_in_range')),
    sa.ForeignKeyConstraint(['votes_on_id'], ['step.id'], name=op.f('fk_step_votes_on_id')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_step_workshop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_step')),
    sa.UniqueConstraint('workshop_id', 'position', name=op.f('uq_step_workshop_id_position'))
    )
    op.create_table('card_group',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('step_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('people', sa.Integer(), nullable=True),
    sa.Column('paper_dots', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['step_id'], ['step.id'], name=op.f('fk_card_group_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_card_group'))
    )
    with op.batch_alter_table('card_group', schema=None) as batch_op:
        batch_op.create_index('ix_card_group_step', ['step_id', 'position'], unique=False)

    op.create_table('contribution',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('activity_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('submission_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.Uuid(), nullable=True),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('consent', sa.String(length=40), nullable=False),
    sa.Column('standing', sa.String(length=40), nullable=False),
    sa.Column('moderation_reason', sa.String(length=40), nullable=True),
    sa.Column('moderation_note', sa.String(length=500), nullable=False),
    sa.Column('moderated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('moderated_by_id', sa.Uuid(), nullable=True),
    sa.Column('merged_into_id', sa.Uuid(), nullable=True),
    sa.Column('shown_as', sa.String(length=40), nullable=False),
    sa.Column('shown_words', sa.String(length=80), nullable=False),
    sa.Column('source_id', sa.String(length=120), nullable=True),
    sa.Column('sentiment', sa.String(length=40), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("consent IN ('count_only', 'bidders', 'public')", name=op.f('ck_contribution_consent_known')),
    sa.CheckConstraint("kind IN ('answer', 'idea', 'comment', 'card')", name=op.f('ck_contribution_kind_known')),
    sa.CheckConstraint("standing <> 'hidden' OR moderation_reason IS NOT NULL", name=op.f('ck_contribution_hidden_has_reason')),
    sa.CheckConstraint("standing IN ('published', 'waiting', 'hidden', 'withdrawn', 'merged')", name=op.f('ck_contribution_standing_known')),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_contribution_activity_id')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['contribution.id'], name=op.f('fk_contribution_merged_into_id')),
    sa.ForeignKeyConstraint(['moderated_by_id'], ['person.id'], name=op.f('fk_contribution_moderated_by_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_contribution_participant_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_contribution_project_id')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_contribution_question_id')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_contribution_submission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contribution')),
    sa.UniqueConstraint('activity_id', 'source_id', name='uq_contribution_source'),
    sa.UniqueConstraint('code', name=op.f('uq_contribution_code'))
    )
    with op.batch_alter_table('contribution', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contribution_activity_id'), ['activity_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contribution_participant_id'), ['participant_id'], unique=False)
        batch_op.create_index('ix_contribution_project_standing', ['project_id', 'standing'], unique=False)
        batch_op.create_index(batch_op.f('ix_contribution_question_id'), ['question_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contribution_submission_id'), ['submission_id'], unique=False)

    op.create_table('idea_draft',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('board_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('prompt_id', sa.Uuid(), nullable=True),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('shown_as', sa.String(length=40), nullable=True),
    sa.Column('shown_words', sa.String(length=80), nullable=False),
    sa.Column('consent', sa.String(length=40), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("consent IN ('count_only', 'bidders', 'public')", name=op.f('ck_idea_draft_consent_known')),
    sa.CheckConstraint("shown_as IN ('nothing', 'area', 'first_name')", name=op.f('ck_idea_draft_shown_as_known')),
    sa.ForeignKeyConstraint(['board_id'], ['idea_board.id'], name=op.f('fk_idea_draft_board_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_idea_draft_participant_id')),
    sa.ForeignKeyConstraint(['prompt_id'], ['prompt.id'], name=op.f('fk_idea_draft_prompt_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea_draft')),
    sa.UniqueConstraint('board_id', 'participant_id', name=op.f('uq_idea_draft_board_id_participant_id')),
    sa.UniqueConstraint('key', name=op.f('uq_idea_draft_key'))
    )
    with op.batch_alter_table('idea_draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idea_draft_participant_id'), ['participant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_idea_draft_prompt_id'), ['prompt_id'], unique=False)

    op.create_table('question_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('type', sa.String(length=40), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('hint', sa.String(length=300), nullable=False),
    sa.Column('why', sa.String(length=500), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('offers_not_sure', sa.Boolean(), nullable=False),
    sa.Column('most', sa.Integer(), nullable=True),
    sa.Column('low', sa.Numeric(precision=14, scale=4), nullable=True),
    sa.Column('high', sa.Numeric(precision=14, scale=4), nullable=True),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("type IN ('one_choice', 'several_choices', 'short_text', 'long_text', 'agree_scale', 'number')", name=op.f('ck_question_version_type_known')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_version_question_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_version')),
    sa.UniqueConstraint('question_id', 'number', name=op.f('uq_question_version_question_id_number'))
    )
    op.create_table('answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('submission_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('question_version_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Numeric(precision=14, scale=4), nullable=True),
    sa.Column('not_sure', sa.Boolean(), nullable=False),
    sa.Column('contribution_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_answer_contribution_id')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_answer_question_id')),
    sa.ForeignKeyConstraint(['question_version_id'], ['question_version.id'], name=op.f('fk_answer_question_version_id')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_answer_submission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer')),
    sa.UniqueConstraint('contribution_id', name=op.f('uq_answer_contribution_id')),
    sa.UniqueConstraint('submission_id', 'question_id', name=op.f('uq_answer_submission_id_question_id'))
    )
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_question_id'), ['question_id'], unique=False)
        batch_op.create_index('ix_answer_question_version', ['question_version_id'], unique=False)

    op.create_table('card',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('step_id', sa.Uuid(), nullable=False),
    sa.Column('contribution_id', sa.Uuid(), nullable=False),
    sa.Column('group_id', sa.Uuid(), nullable=True),
    sa.Column('from_paper', sa.Boolean(), nullable=False),
    sa.Column('table_number', sa.Integer(), nullable=True),
    sa.Column('key', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_card_contribution_id')),
    sa.ForeignKeyConstraint(['group_id'], ['card_group.id'], name=op.f('fk_card_group_id')),
    sa.ForeignKeyConstraint(['step_id'], ['step.id'], name=op.f('fk_card_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_card')),
    sa.UniqueConstraint('contribution_id', name=op.f('uq_card_contribution_id')),
    sa.UniqueConstraint('key', name=op.f('uq_card_key'))
    )
    with op.batch_alter_table('card', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_card_group_id'), ['group_id'], unique=False)
        batch_op.create_index('ix_card_step_group', ['step_id', 'group_id'], unique=False)

    op.create_table('choice',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('question_version_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('exclusive', sa.Boolean(), nullable=False),
    sa.Column('takes_text', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['question_version_id'], ['question_version.id'], name=op.f('fk_choice_question_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_choice')),
    sa.UniqueConstraint('question_version_id', 'code', name=op.f('uq_choice_question_version_id_code'))
    )
    op.create_table('coding',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('contribution_id', sa.Uuid(), nullable=False),
    sa.Column('theme_id', sa.Uuid(), nullable=False),
    sa.Column('stance', sa.String(length=40), nullable=False),
    sa.Column('coded_by', sa.String(length=40), nullable=False),
    sa.Column('coder_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("coded_by <> 'person' OR coder_id IS NOT NULL", name=op.f('ck_coding_person_named')),
    sa.CheckConstraint("coded_by IN ('person', 'rule', 'imported')", name=op.f('ck_coding_coded_by_known')),
    sa.CheckConstraint("stance IN ('supports', 'against', 'neutral')", name=op.f('ck_coding_stance_known')),
    sa.ForeignKeyConstraint(['coder_id'], ['person.id'], name=op.f('fk_coding_coder_id')),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_coding_contribution_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_coding_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coding')),
    sa.UniqueConstraint('contribution_id', 'theme_id', name=op.f('uq_coding_contribution_id_theme_id'))
    )
    with op.batch_alter_table('coding', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_coding_theme_id'), ['theme_id'], unique=False)

    op.create_table('contribution_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('contribution_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('salt', sa.LargeBinary(), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_contribution_version_contribution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contribution_version')),
    sa.UniqueConstraint('contribution_id', 'number', name=op.f('uq_contribution_version_contribution_id_number'))
    )
    op.create_table('dot',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('step_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('dots', sa.Integer(), nullable=False),
    sa.CheckConstraint('dots > 0', name=op.f('ck_dot_dots_positive')),
    sa.ForeignKeyConstraint(['group_id'], ['card_group.id'], name=op.f('fk_dot_group_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_dot_participant_id')),
    sa.ForeignKeyConstraint(['step_id'], ['step.id'], name=op.f('fk_dot_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dot')),
    sa.UniqueConstraint('step_id', 'participant_id', 'group_id', name=op.f('uq_dot_step_id_participant_id_group_id'))
    )
    with op.batch_alter_table('dot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dot_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_dot_participant_id'), ['participant_id'], unique=False)

    op.create_table('idea',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('board_id', sa.Uuid(), nullable=False),
    sa.Column('prompt_id', sa.Uuid(), nullable=True),
    sa.Column('contribution_id', sa.Uuid(), nullable=False),
    sa.Column('ref', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('supports', sa.Integer(), nullable=False),
    sa.Column('replies', sa.Integer(), nullable=False),
    sa.Column('seen', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('supports >= 0 AND replies >= 0 AND seen >= 0', name=op.f('ck_idea_counts_not_negative')),
    sa.ForeignKeyConstraint(['board_id'], ['idea_board.id'], name=op.f('fk_idea_board_id')),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_idea_contribution_id')),
    sa.ForeignKeyConstraint(['prompt_id'], ['prompt.id'], name=op.f('fk_idea_prompt_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea')),
    sa.UniqueConstraint('board_id', 'ref', name=op.f('uq_idea_board_id_ref')),
    sa.UniqueConstraint('contribution_id', name=op.f('uq_idea_contribution_id'))
    )
    with op.batch_alter_table('idea', schema=None) as batch_op:
        batch_op.create_index('ix_idea_board_supports', ['board_id', 'supports'], unique=False)
        batch_op.create_index(batch_op.f('ix_idea_prompt_id'), ['prompt_id'], unique=False)

    op.create_table('report',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('contribution_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("reason IN ('personal_data', 'named_individual', 'abuse', 'spam', 'off_topic', 'duplicate', 'safeguarding', 'legal', 'other')", name=op.f('ck_report_reason_known')),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_report_contribution_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_report_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report')),
    sa.UniqueConstraint('contribution_id', 'participant_id', name=op.f('uq_report_contribution_id_participant_id'))
    )
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_participant_id'), ['participant_id'], unique=False)

    op.create_table('answer_choice',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('answer_id', sa.Uuid(), nullable=False),
    sa.Column('choice_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_answer_choice_answer_id')),
    sa.ForeignKeyConstraint(['choice_id'], ['choice.id'], name=op.f('fk_answer_choice_choice_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_choice')),
    sa.UniqueConstraint('answer_id', 'choice_id', name=op.f('uq_answer_choice_answer_id_choice_id'))
    )
    with op.batch_alter_table('answer_choice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_choice_choice_id'), ['choice_id'], unique=False)

    op.create_table('comment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('idea_id', sa.Uuid(), nullable=False),
    sa.Column('contribution_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.CheckConstraint("kind IN ('reply', 'another_way')", name=op.f('ck_comment_kind_known')),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_comment_contribution_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_comment_idea_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comment')),
    sa.UniqueConstraint('contribution_id', name=op.f('uq_comment_contribution_id'))
    )
    with op.batch_alter_table('comment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_comment_idea_id'), ['idea_id'], unique=False)

    op.create_table('decision_subject',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('decision_id', sa.Uuid(), nullable=False),
    sa.Column('theme_id', sa.Uuid(), nullable=True),
    sa.Column('idea_id', sa.Uuid(), nullable=True),
    sa.Column('requirement_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint('(CASE WHEN theme_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN idea_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN requirement_id IS NULL THEN 0 ELSE 1 END) = 1', name=op.f('ck_decision_subject_one_subject')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_decision_subject_decision_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_decision_subject_idea_id')),
    sa.ForeignKeyConstraint(['requirement_id'], ['requirement.id'], name=op.f('fk_decision_subject_requirement_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_decision_subject_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_subject'))
    )
    with op.batch_alter_table('decision_subject', schema=None) as batch_op:
        batch_op.create_index('ix_decision_subject_decision', ['decision_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_subject_idea_id'), ['idea_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_subject_requirement_id'), ['requirement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_subject_theme_id'), ['theme_id'], unique=False)

    op.create_table('evidence_link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('requirement_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('stance', sa.String(length=40), nullable=False),
    sa.Column('contribution_id', sa.Uuid(), nullable=True),
    sa.Column('theme_id', sa.Uuid(), nullable=True),
    sa.Column('question_id', sa.Uuid(), nullable=True),
    sa.Column('idea_id', sa.Uuid(), nullable=True),
    sa.Column('group_id', sa.Uuid(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('reply', sa.Text(), nullable=False),
    sa.Column('linked_by_id', sa.Uuid(), nullable=True),
    sa.Column('linked_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(contribution_id IS NOT NULL) = (kind = 'contribution') AND (theme_id IS NOT NULL) = (kind = 'theme') AND (question_id IS NOT NULL) = (kind = 'question') AND (idea_id IS NOT NULL) = (kind = 'idea') AND (group_id IS NOT NULL) = (kind = 'workshop')", name=op.f('ck_evidence_link_one_source')),
    sa.CheckConstraint("kind IN ('contribution', 'theme', 'question', 'idea', 'workshop')", name=op.f('ck_evidence_link_kind_known')),
    sa.CheckConstraint("stance IN ('supports', 'qualifies', 'opposes')", name=op.f('ck_evidence_link_stance_known')),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_evidence_link_contribution_id')),
    sa.ForeignKeyConstraint(['group_id'], ['card_group.id'], name=op.f('fk_evidence_link_group_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_evidence_link_idea_id')),
    sa.ForeignKeyConstraint(['linked_by_id'], ['person.id'], name=op.f('fk_evidence_link_linked_by_id')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_evidence_link_question_id')),
    sa.ForeignKeyConstraint(['requirement_id'], ['requirement.id'], name=op.f('fk_evidence_link_requirement_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_evidence_link_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_link'))
    )
    with op.batch_alter_table('evidence_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evidence_link_contribution_id'), ['contribution_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evidence_link_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evidence_link_idea_id'), ['idea_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evidence_link_question_id'), ['question_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evidence_link_theme_id'), ['theme_id'], unique=False)
        batch_op.create_index('uq_evidence_link_requirement_contribution', ['requirement_id', 'contribution_id'], unique=True)
        batch_op.create_index('uq_evidence_link_requirement_group', ['requirement_id', 'group_id'], unique=True)
        batch_op.create_index('uq_evidence_link_requirement_idea', ['requirement_id', 'idea_id'], unique=True)
        batch_op.create_index('uq_evidence_link_requirement_question', ['requirement_id', 'question_id'], unique=True)
        batch_op.create_index('uq_evidence_link_requirement_theme', ['requirement_id', 'theme_id'], unique=True)

    op.create_table('statement_vote',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('idea_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('vote', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("vote IN ('agree', 'disagree', 'pass')", name=op.f('ck_statement_vote_vote_known')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_statement_vote_idea_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_statement_vote_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statement_vote')),
    sa.UniqueConstraint('idea_id', 'participant_id', name=op.f('uq_statement_vote_idea_id_participant_id'))
    )
    with op.batch_alter_table('statement_vote', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statement_vote_participant_id'), ['participant_id'], unique=False)

    op.create_table('support',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('idea_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_support_idea_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_support_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_support')),
    sa.UniqueConstraint('idea_id', 'participant_id', name=op.f('uq_support_idea_id_participant_id'))
    )
    with op.batch_alter_table('support', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_support_participant_id'), ['participant_id'], unique=False)
    if op.get_bind().dialect.name != "sqlite":  # SQLite has it in the table already: it cannot be added later there
        op.create_foreign_key("fk_workshop_current_step_id", "workshop", "step", ["current_step_id"], ["id"])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE contribution_fts")
    else:
        op.drop_constraint("fk_workshop_current_step_id", "workshop", type_="foreignkey")
        op.execute("DROP TRIGGER event_no_change ON event")
        op.execute("DROP FUNCTION event_is_append_only")
    with op.batch_alter_table('support', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_support_participant_id'))

    op.drop_table('support')
    with op.batch_alter_table('statement_vote', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_statement_vote_participant_id'))

    op.drop_table('statement_vote')
    with op.batch_alter_table('evidence_link', schema=None) as batch_op:
        batch_op.drop_index('uq_evidence_link_requirement_theme')
        batch_op.drop_index('uq_evidence_link_requirement_question')
        batch_op.drop_index('uq_evidence_link_requirement_idea')
        batch_op.drop_index('uq_evidence_link_requirement_group')
        batch_op.drop_index('uq_evidence_link_requirement_contribution')
        batch_op.drop_index(batch_op.f('ix_evidence_link_theme_id'))
        batch_op.drop_index(batch_op.f('ix_evidence_link_question_id'))
        batch_op.drop_index(batch_op.f('ix_evidence_link_idea_id'))
        batch_op.drop_index(batch_op.f('ix_evidence_link_group_id'))
        batch_op.drop_index(batch_op.f('ix_evidence_link_contribution_id'))

    op.drop_table('evidence_link')
    with op.batch_alter_table('decision_subject', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_subject_theme_id'))
        batch_op.drop_index(batch_op.f('ix_decision_subject_requirement_id'))
        batch_op.drop_index(batch_op.f('ix_decision_subject_idea_id'))
        batch_op.drop_index('ix_decision_subject_decision')

    op.drop_table('decision_subject')
    with op.batch_alter_table('comment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_comment_idea_id'))

    op.drop_table('comment')
    with op.batch_alter_table('answer_choice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_choice_choice_id'))

    op.drop_table('answer_choice')
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_participant_id'))

    op.drop_table('report')
    with op.batch_alter_table('idea', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idea_prompt_id'))
        batch_op.drop_index('ix_idea_board_supports')

    op.drop_table('idea')
    with op.batch_alter_table('dot', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_dot_participant_id'))
        batch_op.drop_index(batch_op.f('ix_dot_group_id'))

    op.drop_table('dot')
    op.drop_table('contribution_version')
    with op.batch_alter_table('coding', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_coding_theme_id'))

    op.drop_table('coding')
    op.drop_table('choice')
    with op.batch_alter_table('card', schema=None) as batch_op:
        batch_op.drop_index('ix_card_step_group')
        batch_op.drop_index(batch_op.f('ix_card_group_id'))

    op.drop_table('card')
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_index('ix_answer_question_version')
        batch_op.drop_index(batch_op.f('ix_answer_question_id'))

    op.drop_table('answer')
    op.drop_table('question_version')
    with op.batch_alter_table('idea_draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idea_draft_prompt_id'))
        batch_op.drop_index(batch_op.f('ix_idea_draft_participant_id'))

    op.drop_table('idea_draft')
    with op.batch_alter_table('contribution', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contribution_submission_id'))
        batch_op.drop_index(batch_op.f('ix_contribution_question_id'))
        batch_op.drop_index('ix_contribution_project_standing')
        batch_op.drop_index(batch_op.f('ix_contribution_participant_id'))
        batch_op.drop_index(batch_op.f('ix_contribution_activity_id'))

    op.drop_table('contribution')
    with op.batch_alter_table('card_group', schema=None) as batch_op:
        batch_op.drop_index('ix_card_group_step')

    op.drop_table('card_group')
    op.drop_table('step')
    op.drop_table('question')
    op.drop_table('prompt')
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_draft_participant_id'))

    op.drop_table('draft')
    with op.batch_alter_table('attendee', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendee_participant_id'))

    op.drop_table('attendee')
    op.drop_table('workshop')
    op.drop_table('theme')
    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_submission_project_id'))
        batch_op.drop_index(batch_op.f('ix_submission_participant_id'))
        batch_op.drop_index('ix_submission_activity_state')

    op.drop_table('submission')
    op.drop_table('requirement_version')
    op.drop_table('pack_file')
    op.drop_table('idea_board')
    with op.batch_alter_table('equality_answer', schema=None) as batch_op:
        batch_op.drop_index('ix_equality_answer_project_question')

    op.drop_table('equality_answer')
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_project_id'))
        batch_op.drop_index(batch_op.f('ix_contact_participant_id'))

    op.drop_table('contact')
    op.drop_table('consultation')
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_project_id'))

    op.drop_table('visit')
    with op.batch_alter_table('scope_point', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scope_point_project_id'))

    op.drop_table('scope_point')
    op.drop_table('requirement')
    op.drop_table('population_figure')
    op.drop_table('participant')
    op.drop_table('pack')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_unsent')

    op.drop_table('outbox')
    with op.batch_alter_table('option_considered', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_option_considered_project_id'))

    op.drop_table('option_considered')
    with op.batch_alter_table('milestone', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_milestone_project_id'))

    op.drop_table('milestone')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index('uq_membership_person_project', sqlite_where=sa.text('project_id IS NOT NULL'), postgresql_where=sa.text('project_id IS NOT NULL'))
        batch_op.drop_index('uq_membership_person_organisation', sqlite_where=sa.text('organisation_id IS NOT NULL'), postgresql_where=sa.text('organisation_id IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_membership_project_id'))
        batch_op.drop_index(batch_op.f('ix_membership_organisation_id'))

    op.drop_table('membership')
    op.drop_table('lot')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_job_project_id'))

    op.drop_table('job')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_project_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_email'))

    op.drop_table('invitation')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index('ix_event_subject')
        batch_op.drop_index('ix_event_project_sequence')

    op.drop_table('event')
    op.drop_table('decision')
    op.drop_table('codebook')
    op.drop_table('area')
    op.drop_table('activity')
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_staff_session_person_id'))

    op.drop_table('staff_session')
    with op.batch_alter_table('sign_in_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_link_person_id'))

    op.drop_table('sign_in_link')
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_project_organisation_id'))

    op.drop_table('project')
    op.drop_table('person')
    op.drop_table('organisation')
    op.drop_table('chain_head')
