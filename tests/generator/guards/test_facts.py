"""The data that guards rest on, against what Tidegate renders and what the provider knows."""

from generator.facts.effects import EFFECTS, effect_facts
from generator.facts.fixed_arguments import fixed_arguments
from generator.facts.holders import holders
from generator.guards import descriptions
from tests.policies.compliant import compliant_render


def test_every_type_that_is_rendered_has_an_effect() -> None:
    facts = effect_facts()
    known = {*facts.updates, *facts.alike, *holders()}
    assert sorted(set(compliant_render("eu-west-1")["resource"]) - known) == []


def test_every_argument_of_the_cluster_that_is_rendered_and_can_be_changed_has_an_effect() -> None:
    replacing = {
        *("cluster_identifier", "database_name", "db_subnet_group_name", "engine", "kms_key_id"),
        *("master_username", "storage_encrypted", "storage_type"),
    }
    meta = {"//", "depends_on", "lifecycle", "provider"}
    rendered = set(compliant_render("eu-west-1")["resource"]["aws_rds_cluster"]["orders"])
    facts = effect_facts()
    unknown = {name for name in rendered - replacing - meta if facts.of_update("aws_rds_cluster", name) == "unknown"}
    # Whether clients know another authority is theirs to say; nobody changes a managed password to another kind.
    assert unknown == {"ca_certificate_identifier", "manage_master_user_password"}


def test_effects_have_words_and_go_from_the_mildest_to_the_worst() -> None:
    assert tuple(effect_facts().words) == EFFECTS


def test_what_aws_refuses_is_nothing_that_users_notice() -> None:
    for kind, arguments in fixed_arguments().items():
        assert {effect_facts().of_update(kind, name) for name in arguments.refused} == {"nothing"}


def test_no_two_guards_have_the_same_id_or_title() -> None:
    described = descriptions()
    assert len({each.id for each in described}) == len({each.title for each in described}) == len(described)
