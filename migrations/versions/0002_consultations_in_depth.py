"""Consultations in depth: kinds of question, conditions, languages, paper, the roll, flags, the record.

Revision ID: 0002
Revises: 0001
"""

from alembic import op
import sqlalchemy as sa


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


ACCESS = "access IN ('everyone', 'invited', 'both')"
MODES_BEFORE = "mode IN ('phone_web', 'web', 'paper', 'telephone', 'easy_read', 'assisted', 'workshop', 'imported')"
MODES = MODES_BEFORE.replace("'assisted', ", "'assisted', 'kiosk', ")
TYPES = "type IN ('one_choice', 'several_choices', 'short_text', 'long_text', 'agree_scale', 'number')"



def upgrade():
    op.create_table('postcode_area',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('postcode', sa.String(length=8), nullable=False),
    sa.Column('area_code', sa.String(length=12), nullable=False),
    sa.Column('edition', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_postcode_area_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_postcode_area')),
    sa.UniqueConstraint('project_id', 'postcode', name=op.f('uq_postcode_area_project_id_postcode'))
    )
    op.create_table('record_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('activity_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('who', sa.String(length=120), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('mandate', 'promise', 'extension', 'outage', 'promotion', 'format', 'petition', 'change', 'change_told', 'no_options')", name=op.f('ck_record_entry_kind_known')),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_record_entry_activity_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_record_entry_made_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_record_entry'))
    )
    with op.batch_alter_table('record_entry', schema=None) as batch_op:
        batch_op.create_index('ix_record_entry_activity_kind', ['activity_id', 'kind'], unique=False)

    op.create_table('upload',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('activity_id', sa.Uuid(), nullable=True),
    sa.Column('participant_id', sa.Uuid(), nullable=True),
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('alt', sa.String(length=300), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("purpose IN ('answer', 'choice', 'document', 'clip')", name=op.f('ck_upload_purpose_known')),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_upload_activity_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_upload_participant_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_upload_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_upload'))
    )
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_upload_activity_id'), ['activity_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_upload_participant_id'), ['participant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_upload_project_id'), ['project_id'], unique=False)

    op.create_table('accepted_warning',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('consultation_id', sa.Uuid(), nullable=False),
    sa.Column('rule', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.String(length=20), nullable=False),
    sa.Column('of_digest', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_accepted_warning_by_id')),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_accepted_warning_consultation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accepted_warning')),
    sa.UniqueConstraint('consultation_id', 'rule', 'subject', name=op.f('uq_accepted_warning_consultation_id_rule_subject'))
    )
    op.create_table('flag',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('submission_id', sa.Uuid(), nullable=False),
    sa.Column('rule', sa.String(length=40), nullable=False),
    sa.Column('cluster', sa.String(length=64), nullable=False),
    sa.Column('detail', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verdict', sa.String(length=40), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("verdict IN ('kept', 'excluded')", name=op.f('ck_flag_verdict_known')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['person.id'], name=op.f('fk_flag_settled_by_id')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_flag_submission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_flag')),
    sa.UniqueConstraint('submission_id', 'rule', name=op.f('uq_flag_submission_id_rule'))
    )
    with op.batch_alter_table('flag', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_flag_cluster'), ['cluster'], unique=False)

    op.create_table('kiosk',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('consultation_id', sa.Uuid(), nullable=False),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.Column('key_digest', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_kiosk_consultation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kiosk')),
    sa.UniqueConstraint('key_digest', name=op.f('uq_kiosk_key_digest'))
    )
    with op.batch_alter_table('kiosk', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kiosk_consultation_id'), ['consultation_id'], unique=False)

    op.create_table('outreach_task',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('consultation_id', sa.Uuid(), nullable=False),
    sa.Column('variable', sa.String(length=40), nullable=False),
    sa.Column('category', sa.String(length=60), nullable=False),
    sa.Column('who', sa.String(length=120), nullable=False),
    sa.Column('where', sa.String(length=160), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_outreach_task_consultation_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_outreach_task_made_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outreach_task'))
    )
    with op.batch_alter_table('outreach_task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outreach_task_consultation_id'), ['consultation_id'], unique=False)

    op.create_table('paper_batch',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('consultation_id', sa.Uuid(), nullable=False),
    sa.Column('ref', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('keyed_twice', sa.Boolean(), nullable=False),
    sa.Column('arrived_on', sa.Date(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_paper_batch_consultation_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_paper_batch_made_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_batch')),
    sa.UniqueConstraint('consultation_id', 'ref', name=op.f('uq_paper_batch_consultation_id_ref'))
    )
    op.create_table('paper_form',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('consultation_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('versions', sa.JSON(), nullable=False),
    sa.Column('printed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('printed_by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_paper_form_consultation_id')),
    sa.ForeignKeyConstraint(['printed_by_id'], ['person.id'], name=op.f('fk_paper_form_printed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_form')),
    sa.UniqueConstraint('consultation_id', 'number', name=op.f('uq_paper_form_consultation_id_number'))
    )
    op.create_table('results_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('consultation_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_results_step_consultation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_results_step')),
    sa.UniqueConstraint('consultation_id', 'number', name=op.f('uq_results_step_consultation_id_number'))
    )
    op.create_table('roll_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('consultation_id', sa.Uuid(), nullable=False),
    sa.Column('code_digest', sa.String(length=64), nullable=False),
    sa.Column('reference', sa.String(length=120), nullable=False),
    sa.Column('used', sa.Boolean(), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_roll_entry_consultation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roll_entry')),
    sa.UniqueConstraint('consultation_id', 'code_digest', name=op.f('uq_roll_entry_consultation_id_code_digest'))
    )
    op.create_table('shown_document',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('activity_id', sa.Uuid(), nullable=False),
    sa.Column('ref', sa.String(length=8), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('upload_id', sa.Uuid(), nullable=False),
    sa.Column('shown_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_shown_document_activity_id')),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_shown_document_upload_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shown_document')),
    sa.UniqueConstraint('activity_id', 'ref', 'version', name=op.f('uq_shown_document_activity_id_ref_version'))
    )
    op.create_table('submission_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('submission_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_submission_version_submission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submission_version')),
    sa.UniqueConstraint('submission_id', 'number', name=op.f('uq_submission_version_submission_id_number'))
    )
    op.create_table('translation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('consultation_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('of_digest', sa.String(length=64), nullable=False),
    sa.Column('of_text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_translation_by_id')),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_translation_consultation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_translation')),
    sa.UniqueConstraint('consultation_id', 'language', 'key', name=op.f('uq_translation_consultation_id_language_key'))
    )
    op.create_table('clip',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('upload_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_clip_question_id')),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_clip_upload_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clip')),
    sa.UniqueConstraint('question_id', 'language', name=op.f('uq_clip_question_id_language'))
    )
    op.create_table('paper_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('batch_id', sa.Uuid(), nullable=False),
    sa.Column('form_number', sa.String(length=20), nullable=False),
    sa.Column('keying', sa.Integer(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('consent', sa.String(length=40), nullable=False),
    sa.Column('missing', sa.JSON(), nullable=False),
    sa.Column('left_out', sa.JSON(), nullable=False),
    sa.Column('equality', sa.JSON(), nullable=False),
    sa.Column('wants_receipt', sa.Boolean(), nullable=False),
    sa.Column('postmarked_on', sa.Date(), nullable=True),
    sa.Column('keyed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('keyed_by_id', sa.Uuid(), nullable=True),
    sa.Column('submission_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint('keying IN (1, 2)', name=op.f('ck_paper_entry_keying_known')),
    sa.ForeignKeyConstraint(['batch_id'], ['paper_batch.id'], name=op.f('fk_paper_entry_batch_id')),
    sa.ForeignKeyConstraint(['keyed_by_id'], ['person.id'], name=op.f('fk_paper_entry_keyed_by_id')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_paper_entry_submission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_entry')),
    sa.UniqueConstraint('batch_id', 'form_number', 'keying', name=op.f('uq_paper_entry_batch_id_form_number_keying'))
    )
    with op.batch_alter_table('paper_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_entry_submission_id'), ['submission_id'], unique=False)

    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('detail', sa.JSON(), nullable=False, server_default='{}'))

    with op.batch_alter_table('answer_choice', schema=None) as batch_op:
        batch_op.add_column(sa.Column('row', sa.String(length=40), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('amount', sa.Numeric(precision=14, scale=4), nullable=True))
        batch_op.drop_constraint(batch_op.f('uq_answer_choice_answer_id_choice_id'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_answer_choice_answer_id_choice_id_row'), ['answer_id', 'choice_id', 'row'])

    with op.batch_alter_table('area', schema=None) as batch_op:
        batch_op.add_column(sa.Column('shape', sa.JSON(), nullable=True))

    with op.batch_alter_table('choice', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_row', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('picture_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('picture_alt', sa.String(length=200), nullable=False, server_default=''))
        batch_op.create_foreign_key(batch_op.f('fk_choice_picture_id'), 'upload', ['picture_id'], ['id'])

    with op.batch_alter_table('consultation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('access', sa.String(length=40), nullable=False, server_default='everyone'))
        batch_op.add_column(sa.Column('languages', sa.JSON(), nullable=False, server_default='["en"]'))
        batch_op.add_column(sa.Column('reading_age', sa.Integer(), nullable=False, server_default='9'))
        batch_op.add_column(sa.Column('late_rule', sa.String(length=300), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('late_days', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('paper_return', sa.String(length=300), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('is_proposal', sa.Boolean(), nullable=True))
        batch_op.create_check_constraint(batch_op.f('ck_consultation_access_known'), ACCESS)

    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mode', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('language', sa.String(length=12), nullable=False, server_default='en'))
        batch_op.add_column(sa.Column('keyed_by_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('roll_entry_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('changes_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('link_digest', sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_draft_link_digest'), ['link_digest'])
        batch_op.create_index(batch_op.f('ix_draft_changes_id'), ['changes_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_draft_roll_entry_id'), 'roll_entry', ['roll_entry_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_draft_changes_id'), 'submission', ['changes_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_draft_keyed_by_id'), 'person', ['keyed_by_id'], ['id'])

    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('forgets', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.add_column(sa.Column('starts_page', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('section', sa.String(length=160), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('section_words', sa.Text(), nullable=False, server_default=''))

    with op.batch_alter_table('question_version', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_question_version_type_known'), type_='check')
        batch_op.add_column(sa.Column('body', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('least', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('settings', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('condition', sa.JSON(), nullable=True))

    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_submission_mode_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_submission_mode_known'), MODES)
        batch_op.add_column(sa.Column('invited', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('keyed_by_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('form_number', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('network', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('words_digest', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.add_column(sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_submission_network'), ['network'], unique=False)
        batch_op.create_index(batch_op.f('ix_submission_words_digest'), ['words_digest'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_submission_keyed_by_id'), 'person', ['keyed_by_id'], ['id'])



def downgrade():
    # What the older tables have no word for becomes the nearest one they know.
    op.execute("UPDATE submission SET mode = 'assisted' WHERE mode = 'kiosk'")
    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_submission_mode_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_submission_mode_known'), MODES_BEFORE)
        batch_op.drop_constraint(batch_op.f('fk_submission_keyed_by_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_submission_words_digest'))
        batch_op.drop_index(batch_op.f('ix_submission_network'))
        batch_op.drop_column('changed_at')
        batch_op.drop_column('version')
        batch_op.drop_column('words_digest')
        batch_op.drop_column('network')
        batch_op.drop_column('form_number')
        batch_op.drop_column('keyed_by_id')
        batch_op.drop_column('invited')

    op.execute(f"UPDATE question_version SET type = 'short_text' WHERE NOT ({TYPES})")
    with op.batch_alter_table('question_version', schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f('ck_question_version_type_known'), TYPES)
        batch_op.drop_column('condition')
        batch_op.drop_column('settings')
        batch_op.drop_column('least')
        batch_op.drop_column('body')

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_column('section_words')
        batch_op.drop_column('section')
        batch_op.drop_column('starts_page')

    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_column('forgets')

    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_draft_keyed_by_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_draft_changes_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_draft_roll_entry_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_draft_changes_id'))
        batch_op.drop_constraint(batch_op.f('uq_draft_link_digest'), type_='unique')
        batch_op.drop_column('link_digest')
        batch_op.drop_column('changes_id')
        batch_op.drop_column('roll_entry_id')
        batch_op.drop_column('keyed_by_id')
        batch_op.drop_column('language')
        batch_op.drop_column('mode')

    with op.batch_alter_table('consultation', schema=None) as batch_op:
        batch_op.drop_column('is_proposal')
        batch_op.drop_column('paper_return')
        batch_op.drop_column('late_days')
        batch_op.drop_column('late_rule')
        batch_op.drop_column('reading_age')
        batch_op.drop_column('languages')
        batch_op.drop_constraint(batch_op.f('ck_consultation_access_known'), type_='check')
        batch_op.drop_column('access')

    with op.batch_alter_table('choice', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_choice_picture_id'), type_='foreignkey')
        batch_op.drop_column('picture_alt')
        batch_op.drop_column('picture_id')
        batch_op.drop_column('is_row')

    with op.batch_alter_table('area', schema=None) as batch_op:
        batch_op.drop_column('shape')

    op.execute("""DELETE FROM answer_choice WHERE "row" <> ''""")  # the older table has no rows of a matrix
    with op.batch_alter_table('answer_choice', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_answer_choice_answer_id_choice_id_row'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_answer_choice_answer_id_choice_id'), ['answer_id', 'choice_id'])
        batch_op.drop_column('amount')
        batch_op.drop_column('row')

    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_column('detail')

    with op.batch_alter_table('paper_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_entry_submission_id'))

    op.drop_table('paper_entry')
    op.drop_table('clip')
    op.drop_table('translation')
    op.drop_table('submission_version')
    op.drop_table('shown_document')
    op.drop_table('roll_entry')
    op.drop_table('results_step')
    op.drop_table('paper_form')
    op.drop_table('paper_batch')
    with op.batch_alter_table('outreach_task', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outreach_task_consultation_id'))

    op.drop_table('outreach_task')
    with op.batch_alter_table('kiosk', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kiosk_consultation_id'))

    op.drop_table('kiosk')
    with op.batch_alter_table('flag', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_flag_cluster'))

    op.drop_table('flag')
    op.drop_table('accepted_warning')
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_upload_project_id'))
        batch_op.drop_index(batch_op.f('ix_upload_participant_id'))
        batch_op.drop_index(batch_op.f('ix_upload_activity_id'))

    op.drop_table('upload')
    with op.batch_alter_table('record_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_record_entry_activity_kind')

    op.drop_table('record_entry')
    op.drop_table('postcode_area')
