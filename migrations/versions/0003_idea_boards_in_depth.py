"""Idea boards in depth: phases, places, talk, budgets and pairs, reshaping, answers, and a moderation ledger.

Revision ID: 0003
Revises: 0002
"""

import uuid

from alembic import op
import sqlalchemy as sa


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


ASKS_BEFORE = "asks IN ('ideas', 'statements')"
ASKS = "asks IN ('ideas', 'budget', 'pairs', 'statements')"
KINDS_BEFORE = "kind IN ('reply', 'another_way')"
KINDS = "kind IN ('reply', 'another_way', 'asks', 'answer')"
PURPOSES_BEFORE = "purpose IN ('answer', 'choice', 'document', 'clip')"
PURPOSES = "purpose IN ('answer', 'choice', 'document', 'clip', 'idea', 'board')"


def upgrade():
    op.create_table('word_list',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['changed_by_id'], ['person.id'], name=op.f('fk_word_list_changed_by_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_word_list_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_word_list')),
    sa.UniqueConstraint('project_id', 'language', name=op.f('uq_word_list_project_id_language'))
    )
    op.create_table('written_policy',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_written_policy_made_by_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_written_policy_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_written_policy')),
    sa.UniqueConstraint('project_id', 'number', name=op.f('uq_written_policy_project_id_number'))
    )
    op.create_table('answer_batch',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('board_id', sa.Uuid(), nullable=False),
    sa.Column('ref', sa.String(length=8), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['board_id'], ['idea_board.id'], name=op.f('fk_answer_batch_board_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_answer_batch_made_by_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['person.id'], name=op.f('fk_answer_batch_published_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_batch')),
    sa.UniqueConstraint('board_id', 'ref', name=op.f('uq_answer_batch_board_id_ref'))
    )
    op.create_table('board_phase',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('board_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('words', sa.String(length=300), nullable=False),
    sa.CheckConstraint("kind IN ('collecting', 'talking', 'choosing', 'answering', 'closed')", name=op.f('ck_board_phase_kind_known')),
    sa.ForeignKeyConstraint(['board_id'], ['idea_board.id'], name=op.f('fk_board_phase_board_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_board_phase')),
    sa.UniqueConstraint('board_id', 'kind', name=op.f('uq_board_phase_board_id_kind'))
    )
    op.create_table('fair_deck',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('board_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('ideas', sa.LargeBinary(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['board_id'], ['idea_board.id'], name=op.f('fk_fair_deck_board_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fair_deck')),
    sa.UniqueConstraint('board_id', 'number', name=op.f('uq_fair_deck_board_id_number'))
    )
    op.create_table('follow_address',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('board_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=False),
    sa.Column('link_digest', sa.String(length=64), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told_until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['board_id'], ['idea_board.id'], name=op.f('fk_follow_address_board_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_follow_address_contact_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_follow_address_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follow_address')),
    sa.UniqueConstraint('board_id', 'participant_id', name=op.f('uq_follow_address_board_id_participant_id')),
    sa.UniqueConstraint('link_digest', name=op.f('uq_follow_address_link_digest'))
    )
    with op.batch_alter_table('follow_address', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_follow_address_participant_id'), ['participant_id'], unique=False)

    op.create_table('answer_notice',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('batch_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['answer_batch.id'], name=op.f('fk_answer_notice_batch_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_answer_notice_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_notice')),
    sa.UniqueConstraint('batch_id', 'participant_id', name=op.f('uq_answer_notice_batch_id_participant_id'))
    )
    with op.batch_alter_table('answer_notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_notice_participant_id'), ['participant_id'], unique=False)

    op.create_table('appeal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('contribution_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Uuid(), nullable=True),
    sa.Column('upheld', sa.Boolean(), nullable=True),
    sa.Column('reply', sa.String(length=500), nullable=False),
    sa.CheckConstraint('settled_at IS NULL OR upheld IS NOT NULL', name=op.f('ck_appeal_settled_either_way')),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_appeal_contribution_id')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['person.id'], name=op.f('fk_appeal_settled_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal')),
    sa.UniqueConstraint('contribution_id', 'number', name=op.f('uq_appeal_contribution_id_number'))
    )
    op.create_table('moderation_action',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('contribution_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=40), nullable=False),
    sa.Column('before', sa.String(length=40), nullable=False),
    sa.Column('after', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=True),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('policy_number', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("act <> 'hidden' OR reason IS NOT NULL", name=op.f('ck_moderation_action_hiding_has_reason')),
    sa.CheckConstraint("act IN ('published', 'kept', 'hidden', 'held', 'released', 'merged', 'looked_again')", name=op.f('ck_moderation_action_act_known')),
    sa.CheckConstraint("after IN ('published', 'waiting', 'hidden', 'withdrawn', 'merged')", name=op.f('ck_moderation_action_after_known')),
    sa.CheckConstraint("before IN ('published', 'waiting', 'hidden', 'withdrawn', 'merged')", name=op.f('ck_moderation_action_before_known')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_moderation_action_by_id')),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_moderation_action_contribution_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_moderation_action_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moderation_action')),
    sa.UniqueConstraint('contribution_id', 'number', name=op.f('uq_moderation_action_contribution_id_number'))
    )
    with op.batch_alter_table('moderation_action', schema=None) as batch_op:
        batch_op.create_index('ix_moderation_action_project_act', ['project_id', 'act'], unique=False)

    op.create_table('safeguarding_hold',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('contribution_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('held_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('held_by_id', sa.Uuid(), nullable=True),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=40), nullable=True),
    sa.CheckConstraint("outcome IN ('passed_on', 'no_concern')", name=op.f('ck_safeguarding_hold_outcome_known')),
    sa.CheckConstraint('settled_at IS NULL OR outcome IS NOT NULL', name=op.f('ck_safeguarding_hold_settled_with_outcome')),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_safeguarding_hold_contribution_id')),
    sa.ForeignKeyConstraint(['held_by_id'], ['person.id'], name=op.f('fk_safeguarding_hold_held_by_id')),
    sa.ForeignKeyConstraint(['officer_id'], ['person.id'], name=op.f('fk_safeguarding_hold_officer_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_safeguarding_hold_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_safeguarding_hold')),
    sa.UniqueConstraint('contribution_id', 'number', name=op.f('uq_safeguarding_hold_contribution_id_number'))
    )
    with op.batch_alter_table('safeguarding_hold', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_safeguarding_hold_officer_id'), ['officer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_safeguarding_hold_project_id'), ['project_id'], unique=False)

    op.create_table('budget_slot',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('board_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('number BETWEEN 1 AND 50', name=op.f('ck_budget_slot_number_in_range')),
    sa.ForeignKeyConstraint(['board_id'], ['idea_board.id'], name=op.f('fk_budget_slot_board_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_budget_slot_idea_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_budget_slot_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_budget_slot')),
    sa.UniqueConstraint('board_id', 'participant_id', 'number', name=op.f('uq_budget_slot_board_id_participant_id_number')),
    sa.UniqueConstraint('idea_id', 'participant_id', name=op.f('uq_budget_slot_idea_id_participant_id'))
    )
    with op.batch_alter_table('budget_slot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_budget_slot_participant_id'), ['participant_id'], unique=False)

    op.create_table('follow',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('idea_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_follow_idea_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_follow_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follow')),
    sa.UniqueConstraint('idea_id', 'participant_id', name=op.f('uq_follow_idea_id_participant_id'))
    )
    with op.batch_alter_table('follow', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_follow_participant_id'), ['participant_id'], unique=False)

    op.create_table('idea_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('batch_id', sa.Uuid(), nullable=False),
    sa.Column('idea_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('requirement_id', sa.Uuid(), nullable=True),
    sa.Column('decision_id', sa.Uuid(), nullable=True),
    sa.Column('extra', sa.JSON(), nullable=False),
    sa.CheckConstraint("state IN ('looking', 'accepted', 'partly', 'not_now', 'not_possible', 'already_happening', 'outside')", name=op.f('ck_idea_answer_state_known')),
    sa.CheckConstraint("state IS NULL OR state = 'accepted' OR reason <> ''", name=op.f('ck_idea_answer_reason_given')),
    sa.ForeignKeyConstraint(['batch_id'], ['answer_batch.id'], name=op.f('fk_idea_answer_batch_id')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_idea_answer_decision_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_idea_answer_idea_id')),
    sa.ForeignKeyConstraint(['requirement_id'], ['requirement.id'], name=op.f('fk_idea_answer_requirement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea_answer')),
    sa.UniqueConstraint('batch_id', 'idea_id', name=op.f('uq_idea_answer_batch_id_idea_id'))
    )
    with op.batch_alter_table('idea_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idea_answer_decision_id'), ['decision_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_idea_answer_idea_id'), ['idea_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_idea_answer_requirement_id'), ['requirement_id'], unique=False)

    op.create_table('idea_term',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('board_id', sa.Uuid(), nullable=False),
    sa.Column('idea_id', sa.Uuid(), nullable=False),
    sa.Column('term', sa.String(length=40), nullable=False),
    sa.Column('weight', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['board_id'], ['idea_board.id'], name=op.f('fk_idea_term_board_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_idea_term_idea_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea_term')),
    sa.UniqueConstraint('idea_id', 'term', name=op.f('uq_idea_term_idea_id_term'))
    )
    with op.batch_alter_table('idea_term', schema=None) as batch_op:
        batch_op.create_index('ix_idea_term_board_term', ['board_id', 'term', 'idea_id', 'weight'], unique=False)

    op.create_table('idea_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('idea_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('shown', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_idea_version_idea_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea_version')),
    sa.UniqueConstraint('idea_id', 'number', name=op.f('uq_idea_version_idea_id_number'))
    )
    op.create_table('pair_choice',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('board_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('first_id', sa.Uuid(), nullable=False),
    sa.Column('second_id', sa.Uuid(), nullable=False),
    sa.Column('chosen_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('chosen_id IS NULL OR chosen_id = first_id OR chosen_id = second_id', name=op.f('ck_pair_choice_one_of_two')),
    sa.CheckConstraint('first_id < second_id', name=op.f('ck_pair_choice_in_order')),
    sa.ForeignKeyConstraint(['board_id'], ['idea_board.id'], name=op.f('fk_pair_choice_board_id')),
    sa.ForeignKeyConstraint(['chosen_id'], ['idea.id'], name=op.f('fk_pair_choice_chosen_id')),
    sa.ForeignKeyConstraint(['first_id'], ['idea.id'], name=op.f('fk_pair_choice_first_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_pair_choice_participant_id')),
    sa.ForeignKeyConstraint(['second_id'], ['idea.id'], name=op.f('fk_pair_choice_second_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pair_choice')),
    sa.UniqueConstraint('participant_id', 'first_id', 'second_id', name=op.f('uq_pair_choice_participant_id_first_id_second_id'))
    )
    with op.batch_alter_table('pair_choice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pair_choice_board_id'), ['board_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pair_choice_first_id'), ['first_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pair_choice_second_id'), ['second_id'], unique=False)

    op.create_table('paper_tally',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('idea_id', sa.Uuid(), nullable=False),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.Column('counted_on', sa.Date(), nullable=False),
    sa.Column('ticks', sa.Integer(), nullable=False),
    sa.Column('keyed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('keyed_by_id', sa.Uuid(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('ticks > 0', name=op.f('ck_paper_tally_ticks_positive')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_paper_tally_idea_id')),
    sa.ForeignKeyConstraint(['keyed_by_id'], ['person.id'], name=op.f('fk_paper_tally_keyed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_tally'))
    )
    with op.batch_alter_table('paper_tally', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_tally_idea_id'), ['idea_id'], unique=False)

    op.create_table('reshaping',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('board_id', sa.Uuid(), nullable=False),
    sa.Column('ref', sa.String(length=8), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('results', sa.JSON(), nullable=False),
    sa.Column('into_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('answer_by', sa.Date(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proposed_by_id', sa.Uuid(), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Uuid(), nullable=True),
    sa.Column('settled_reason', sa.String(length=500), nullable=False),
    sa.CheckConstraint("kind IN ('merge', 'split', 'reword')", name=op.f('ck_reshaping_kind_known')),
    sa.CheckConstraint("state IN ('proposed', 'made', 'dropped', 'undone')", name=op.f('ck_reshaping_state_known')),
    sa.ForeignKeyConstraint(['board_id'], ['idea_board.id'], name=op.f('fk_reshaping_board_id')),
    sa.ForeignKeyConstraint(['into_id'], ['idea.id'], name=op.f('fk_reshaping_into_id')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['person.id'], name=op.f('fk_reshaping_proposed_by_id')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['person.id'], name=op.f('fk_reshaping_settled_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reshaping')),
    sa.UniqueConstraint('board_id', 'ref', name=op.f('uq_reshaping_board_id_ref'))
    )
    op.create_table('idea_lineage',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('from_id', sa.Uuid(), nullable=False),
    sa.Column('into_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('reshaping_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('merge', 'split', 'reword')", name=op.f('ck_idea_lineage_kind_known')),
    sa.CheckConstraint('from_id <> into_id', name=op.f('ck_idea_lineage_two_ideas')),
    sa.ForeignKeyConstraint(['from_id'], ['idea.id'], name=op.f('fk_idea_lineage_from_id')),
    sa.ForeignKeyConstraint(['into_id'], ['idea.id'], name=op.f('fk_idea_lineage_into_id')),
    sa.ForeignKeyConstraint(['reshaping_id'], ['reshaping.id'], name=op.f('fk_idea_lineage_reshaping_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea_lineage')),
    sa.UniqueConstraint('from_id', 'into_id', name=op.f('uq_idea_lineage_from_id_into_id'))
    )
    with op.batch_alter_table('idea_lineage', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idea_lineage_into_id'), ['into_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_idea_lineage_reshaping_id'), ['reshaping_id'], unique=False)

    op.create_table('reshaping_part',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('reshaping_id', sa.Uuid(), nullable=False),
    sa.Column('idea_id', sa.Uuid(), nullable=False),
    sa.Column('view', sa.String(length=40), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("view IN ('agreed', 'objected')", name=op.f('ck_reshaping_part_view_known')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_reshaping_part_idea_id')),
    sa.ForeignKeyConstraint(['reshaping_id'], ['reshaping.id'], name=op.f('fk_reshaping_part_reshaping_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reshaping_part')),
    sa.UniqueConstraint('reshaping_id', 'idea_id', name=op.f('uq_reshaping_part_reshaping_id_idea_id'))
    )
    with op.batch_alter_table('reshaping_part', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reshaping_part_idea_id'), ['idea_id'], unique=False)

    with op.batch_alter_table('comment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('parent_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('thread_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('by_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('extra', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.create_index(batch_op.f('ix_comment_parent_id'), ['parent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_comment_thread_id'), ['thread_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_comment_thread_id'), 'comment', ['thread_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_comment_parent_id'), 'comment', ['parent_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_comment_by_id'), 'person', ['by_id'], ['id'])
        batch_op.drop_constraint(op.f('ck_comment_kind_known'), type_='check')
        batch_op.create_check_constraint(op.f('ck_comment_kind_known'), KINDS)
        batch_op.create_check_constraint(op.f('ck_comment_answer_by_staff'), "kind <> 'answer' OR by_id IS NOT NULL")
        batch_op.create_check_constraint(op.f('ck_comment_in_a_thread'), "parent_id IS NULL OR thread_id IS NOT NULL")

    with op.batch_alter_table('contribution', schema=None) as batch_op:
        batch_op.add_column(sa.Column('moderation_code', sa.String(length=40), nullable=False, server_default=''))
        batch_op.drop_index(batch_op.f('ix_contribution_activity_id'))
        batch_op.create_index('ix_contribution_activity_standing', ['activity_id', 'kind', 'standing'], unique=False)
        batch_op.drop_index('ix_contribution_project_standing')
        batch_op.create_index('ix_contribution_project_standing', ['project_id', 'standing', 'said_at'], unique=False)

    with op.batch_alter_table('idea', schema=None) as batch_op:
        batch_op.add_column(sa.Column('photo_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('area_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('latitude', sa.Numeric(precision=8, scale=4), nullable=True))
        batch_op.add_column(sa.Column('longitude', sa.Numeric(precision=8, scale=4), nullable=True))
        batch_op.add_column(sa.Column('place_words', sa.String(length=120), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('brought_supports', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('extra', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.create_index(batch_op.f('ix_idea_area_id'), ['area_id'], unique=False)
        batch_op.create_index('ix_idea_board_created', ['board_id', 'created_at'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_idea_photo_id'), 'upload', ['photo_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_idea_area_id'), 'area', ['area_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_idea_whole_point'), "(latitude IS NULL) = (longitude IS NULL)")

    with op.batch_alter_table('idea_board', schema=None) as batch_op:
        batch_op.add_column(sa.Column('budget', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('totals', sa.String(length=40), nullable=False, server_default='now'))
        batch_op.add_column(sa.Column('reacts_early', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('takes_photos', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('asks_place', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('deck_number', sa.Integer(), nullable=False, server_default='0'))
    op.execute("UPDATE idea_board SET totals = 'end' WHERE NOT shows_totals")
    with op.batch_alter_table('idea_board', schema=None) as batch_op:
        batch_op.drop_column('shows_totals')
        batch_op.drop_constraint(op.f('ck_idea_board_asks_known'), type_='check')
        batch_op.create_check_constraint(op.f('ck_idea_board_asks_known'), ASKS)
        batch_op.create_check_constraint(op.f('ck_idea_board_totals_known'), "totals IN ('now', 'after_own', 'end')")
        batch_op.create_check_constraint(op.f('ck_idea_board_budget_given'), "(budget IS NOT NULL) = (asks = 'budget')")
        batch_op.create_check_constraint(op.f('ck_idea_board_budget_in_range'), "budget IS NULL OR budget BETWEEN 1 AND 50")

    with op.batch_alter_table('idea_draft', schema=None) as batch_op:
        batch_op.add_column(sa.Column('photo_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('place_asked', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('area_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('latitude', sa.Numeric(precision=8, scale=4), nullable=True))
        batch_op.add_column(sa.Column('longitude', sa.Numeric(precision=8, scale=4), nullable=True))
        batch_op.add_column(sa.Column('place_words', sa.String(length=120), nullable=False, server_default=''))
        batch_op.create_foreign_key(batch_op.f('fk_idea_draft_area_id'), 'area', ['area_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_idea_draft_photo_id'), 'upload', ['photo_id'], ['id'])

    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.add_column(sa.Column('safeguarding_officer_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_project_safeguarding_officer_id'), 'person', ['safeguarding_officer_id'], ['id'])

    with op.batch_alter_table('support', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kept_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('moved_from_id', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_support_moved_from_id'), ['moved_from_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_support_moved_from_id'), 'idea', ['moved_from_id'], ['id'])

    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_upload_purpose_known'), type_='check')
        batch_op.create_check_constraint(op.f('ck_upload_purpose_known'), PURPOSES)

    _keep_lineage_of_earlier_merges()


def _keep_lineage_of_earlier_merges():
    """Ideas that were put into another one before there was a lineage get their line of it."""
    idea = sa.table('idea', sa.column('id', sa.Uuid()), sa.column('contribution_id', sa.Uuid()))
    said = sa.table(
        'contribution',
        sa.column('id', sa.Uuid()),
        sa.column('merged_into_id', sa.Uuid()),
        sa.column('standing', sa.String()),
        sa.column('moderated_at', sa.DateTime(timezone=True)),
        sa.column('said_at', sa.DateTime(timezone=True)),
    )
    lineage = sa.table(
        'idea_lineage',
        sa.column('id', sa.Uuid()),
        sa.column('from_id', sa.Uuid()),
        sa.column('into_id', sa.Uuid()),
        sa.column('kind', sa.String()),
        sa.column('at', sa.DateTime(timezone=True)),
    )
    into = idea.alias()
    bind = op.get_bind()
    rows = bind.execute(
        sa.select(idea.c.id, into.c.id, sa.func.coalesce(said.c.moderated_at, said.c.said_at, type_=sa.DateTime(timezone=True)))
        .join(said, idea.c.contribution_id == said.c.id)
        .join(into, into.c.contribution_id == said.c.merged_into_id)
        .where(said.c.standing == 'merged', into.c.id != idea.c.id)
    ).all()
    if rows:
        bind.execute(
            sa.insert(lineage),
            [{'id': uuid.uuid4(), 'from_id': a, 'into_id': b, 'kind': 'merge', 'at': at} for a, b, at in rows],
        )



def downgrade():
    op.execute("UPDATE comment SET kind = 'reply' WHERE kind IN ('asks', 'answer')")
    op.execute("DELETE FROM upload WHERE purpose = 'board'")
    op.execute("UPDATE upload SET purpose = 'document' WHERE purpose = 'idea'")
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_upload_purpose_known'), type_='check')
        batch_op.create_check_constraint(op.f('ck_upload_purpose_known'), PURPOSES_BEFORE)

    with op.batch_alter_table('support', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_support_moved_from_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_support_moved_from_id'))
        batch_op.drop_column('moved_from_id')
        batch_op.drop_column('kept_at')

    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_project_safeguarding_officer_id'), type_='foreignkey')
        batch_op.drop_column('safeguarding_officer_id')

    with op.batch_alter_table('idea_draft', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_idea_draft_photo_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_idea_draft_area_id'), type_='foreignkey')
        batch_op.drop_column('place_words')
        batch_op.drop_column('longitude')
        batch_op.drop_column('latitude')
        batch_op.drop_column('area_id')
        batch_op.drop_column('place_asked')
        batch_op.drop_column('photo_id')

    with op.batch_alter_table('idea_board', schema=None) as batch_op:
        batch_op.add_column(sa.Column('shows_totals', sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute("UPDATE idea_board SET shows_totals = (totals = 'now')")
    op.execute("UPDATE idea_board SET asks = 'ideas' WHERE asks IN ('budget', 'pairs')")
    with op.batch_alter_table('idea_board', schema=None) as batch_op:
        for name in ('asks_known', 'totals_known', 'budget_given', 'budget_in_range'):
            batch_op.drop_constraint(op.f(f'ck_idea_board_{name}'), type_='check')
        batch_op.create_check_constraint(op.f('ck_idea_board_asks_known'), ASKS_BEFORE)
        batch_op.drop_column('deck_number')
        batch_op.drop_column('asks_place')
        batch_op.drop_column('takes_photos')
        batch_op.drop_column('reacts_early')
        batch_op.drop_column('totals')
        batch_op.drop_column('budget')

    with op.batch_alter_table('idea', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_idea_whole_point'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_idea_area_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_idea_photo_id'), type_='foreignkey')
        batch_op.drop_index('ix_idea_board_created')
        batch_op.drop_index(batch_op.f('ix_idea_area_id'))
        batch_op.drop_column('extra')
        batch_op.drop_column('brought_supports')
        batch_op.drop_column('place_words')
        batch_op.drop_column('longitude')
        batch_op.drop_column('latitude')
        batch_op.drop_column('area_id')
        batch_op.drop_column('photo_id')

    with op.batch_alter_table('contribution', schema=None) as batch_op:
        batch_op.drop_index('ix_contribution_project_standing')
        batch_op.create_index('ix_contribution_project_standing', ['project_id', 'standing'], unique=False)
        batch_op.drop_index('ix_contribution_activity_standing')
        batch_op.create_index(batch_op.f('ix_contribution_activity_id'), ['activity_id'], unique=False)
        batch_op.drop_column('moderation_code')

    with op.batch_alter_table('comment', schema=None) as batch_op:
        for name in ('kind_known', 'answer_by_staff', 'in_a_thread'):
            batch_op.drop_constraint(op.f(f'ck_comment_{name}'), type_='check')
        batch_op.create_check_constraint(op.f('ck_comment_kind_known'), KINDS_BEFORE)
        batch_op.drop_constraint(batch_op.f('fk_comment_by_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_comment_parent_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_comment_thread_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_comment_thread_id'))
        batch_op.drop_index(batch_op.f('ix_comment_parent_id'))
        batch_op.drop_column('extra')
        batch_op.drop_column('by_id')
        batch_op.drop_column('thread_id')
        batch_op.drop_column('parent_id')

    with op.batch_alter_table('reshaping_part', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reshaping_part_idea_id'))

    op.drop_table('reshaping_part')
    with op.batch_alter_table('idea_lineage', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idea_lineage_reshaping_id'))
        batch_op.drop_index(batch_op.f('ix_idea_lineage_into_id'))

    op.drop_table('idea_lineage')
    op.drop_table('reshaping')
    with op.batch_alter_table('paper_tally', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_tally_idea_id'))

    op.drop_table('paper_tally')
    with op.batch_alter_table('pair_choice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pair_choice_second_id'))
        batch_op.drop_index(batch_op.f('ix_pair_choice_first_id'))
        batch_op.drop_index(batch_op.f('ix_pair_choice_board_id'))

    op.drop_table('pair_choice')
    op.drop_table('idea_version')
    with op.batch_alter_table('idea_term', schema=None) as batch_op:
        batch_op.drop_index('ix_idea_term_board_term')

    op.drop_table('idea_term')
    with op.batch_alter_table('idea_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idea_answer_requirement_id'))
        batch_op.drop_index(batch_op.f('ix_idea_answer_idea_id'))
        batch_op.drop_index(batch_op.f('ix_idea_answer_decision_id'))

    op.drop_table('idea_answer')
    with op.batch_alter_table('follow', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_follow_participant_id'))

    op.drop_table('follow')
    with op.batch_alter_table('budget_slot', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_budget_slot_participant_id'))

    op.drop_table('budget_slot')
    with op.batch_alter_table('safeguarding_hold', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_safeguarding_hold_project_id'))
        batch_op.drop_index(batch_op.f('ix_safeguarding_hold_officer_id'))

    op.drop_table('safeguarding_hold')
    with op.batch_alter_table('moderation_action', schema=None) as batch_op:
        batch_op.drop_index('ix_moderation_action_project_act')

    op.drop_table('moderation_action')
    op.drop_table('appeal')
    with op.batch_alter_table('answer_notice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_notice_participant_id'))

    op.drop_table('answer_notice')
    with op.batch_alter_table('follow_address', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_follow_address_participant_id'))

    op.drop_table('follow_address')
    op.drop_table('fair_deck')
    op.drop_table('board_phase')
    op.drop_table('answer_batch')
    op.drop_table('written_policy')
    op.drop_table('word_list')
