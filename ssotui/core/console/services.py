"""Shortcuts to pages of the AWS console: values of ``--service``, and the path below the console's host for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ssotui.named_tuples import NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from ssotui.core.usage import Use

HOME = "console/home"

SERVICES: Mapping[str, str] = {
    "acm": "acm/home#/certificates/list",
    "amplify": "amplify/home",
    "apigateway": "apigateway/main/apis",
    "appconfig": "systems-manager/appconfig",
    "appsync": "appsync/home",
    "athena": "athena/home#/query-editor",
    "autoscaling": "ec2/home#AutoScalingGroups:",
    "backup": "backup/home",
    "batch": "batch/home",
    "bedrock": "bedrock/home",
    "billing": "costmanagement/home#/home",
    "budgets": "costmanagement/home#/budgets",
    "cfn": "cloudformation/home#/stacks",
    "cloudformation": "cloudformation/home#/stacks",
    "cloudfront": "cloudfront/v4/home#/distributions",
    "cloudmap": "cloudmap/home/namespaces",
    "cloudshell": "cloudshell/home",
    "cloudtrail": "cloudtrailv2/home#/events",
    "cloudwatch": "cloudwatch/home",
    "codeartifact": "codesuite/codeartifact/repositories",
    "codebuild": "codesuite/codebuild/projects",
    "codecommit": "codesuite/codecommit/repositories",
    "codedeploy": "codesuite/codedeploy/applications",
    "codepipeline": "codesuite/codepipeline/pipelines",
    "cognito": "cognito/v2/idp/user-pools",
    "config": "config/home#/dashboard",
    "controltower": "controltower/home/dashboard",
    "cost": "costmanagement/home#/cost-explorer",
    "cw": "cloudwatch/home",
    "datasync": "datasync/home",
    "ddb": "dynamodbv2/home#tables",
    "directconnect": "directconnect/v2/home#/connections",
    "dms": "dms/v2/home#tasks",
    "docdb": "docdb/home#clusters",
    "dynamodb": "dynamodbv2/home#tables",
    "ebs": "ec2/home#Volumes:",
    "ec2": "ec2/home#Instances:",
    "ecr": "ecr/repositories",
    "ecs": "ecs/v2/clusters",
    "efs": "efs/home#/file-systems",
    "eks": "eks/home#/clusters",
    "elasticache": "elasticache/home#/redis",
    "elasticbeanstalk": "elasticbeanstalk/home#/applications",
    "elb": "ec2/home#LoadBalancers:",
    "emr": "emr/home#/clusters",
    "eventbridge": "events/home#/rules",
    "fsx": "fsx/home#file-systems",
    "gamelift": "gamelift/home",
    "glue": "glue/home#/v2/home",
    "guardduty": "guardduty/home#/findings",
    "iam": "iam/home#/home",
    "identitycenter": "singlesignon/home",
    "imagebuilder": "imagebuilder/home",
    "inspector": "inspector/v2/home",
    "iot": "iot/home",
    "kinesis": "kinesis/home#/streams/list",
    "firehose": "firehose/home#/streams",
    "kms": "kms/home#/kms/keys",
    "lambda": "lambda/home#/functions",
    "lightsail": "ls/webapp/home",
    "logs": "cloudwatch/home#logsV2:log-groups",
    "macie": "macie/home",
    "mq": "amazon-mq/home#/brokers",
    "msk": "msk/home#/clusters",
    "neptune": "neptune/home#databases",
    "networkfirewall": "vpc/home#NetworkFirewalls:",
    "opensearch": "aos/home#opensearch/dashboard",
    "organizations": "organizations/v2/home/accounts",
    "parameterstore": "systems-manager/parameters",
    "pipes": "events/home#/pipes",
    "quotas": "servicequotas/home/services",
    "ram": "ram/home#Home:",
    "rds": "rds/home#databases:",
    "redshift": "redshiftv2/home#clusters",
    "resourcegroups": "resource-groups/home",
    "route53": "route53/v2/hostedzones",
    "s3": "s3/buckets",
    "sagemaker": "sagemaker/home#/landing",
    "scheduler": "scheduler/home#schedules",
    "secretsmanager": "secretsmanager/listsecrets",
    "securitygroups": "ec2/home#SecurityGroups:",
    "securityhub": "securityhub/home#/summary",
    "servicecatalog": "servicecatalog/home#products",
    "ses": "ses/home#/identities",
    "sfn": "states/home#/statemachines",
    "signer": "signer/home",
    "sns": "sns/v3/home#/topics",
    "sqs": "sqs/v3/home#/queues",
    "ssm": "systems-manager/home",
    "sso": "singlesignon/home",
    "stepfunctions": "states/home#/statemachines",
    "storagegateway": "storagegateway/home",
    "support": "support/home",
    "tags": "resource-groups/tag-editor/find-resources",
    "transfer": "transfer/home#/servers",
    "transitgateway": "vpcconsole/home#TransitGateways:",
    "trustedadvisor": "trustedadvisor/home",
    "vpc": "vpcconsole/home#vpcs:",
    "vpn": "vpcconsole/home#VpnConnections:",
    "waf": "wafv2/homev2/web-acls",
    "workspaces": "workspaces/v2/home",
    "xray": "cloudwatch/home#xray:service-map/map",
}


class Service(NamedTuple):
    """A page of the console with its name and its other names; ``times`` is how often it was opened."""

    name: str
    aliases: tuple[str, ...]
    page: str
    times: int = 0


def services_by_use(uses: Mapping[str, Use], now: datetime) -> list[Service]:
    """Every page once, those opened often and lately first, then by name. ``uses`` has the usage by name."""
    from ssotui.core.tree.frecency import frecency

    weights = {name: frecency(use, now) for name, use in uses.items()}
    known = ((sum(weights.get(name, 0.0) for name in (one.name, *one.aliases)), one) for one in _services(uses))
    return [one for _, one in sorted(known, key=lambda pair: (-pair[0], pair[1].name))]


def _services(uses: Mapping[str, Use]) -> Iterator[Service]:
    names: dict[str, list[str]] = {}
    for name, page in SERVICES.items():
        names.setdefault(page, []).append(name)
    for page, given in names.items():
        name = max(given, key=len)
        times = sum(uses[one].times for one in given if one in uses)
        yield Service(name, tuple(one for one in given if one != name), page, times)
