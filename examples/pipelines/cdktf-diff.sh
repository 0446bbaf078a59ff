#!/bin/sh
# Drift of one stack where the project and its packages are installed. Needs STACK and AWS credentials.
# Exit code: 2 for drift, 3 for a rotation that waits, 1 where that could not be found out.
set -e
npx cdktf diff "$STACK"
# What cdktf diff leaves behind is Terraform's plan file, called plan.
cd "cdktf.out/stacks/$STACK"
terraform show -json plan > plan.json
npx iam-login-profile drift plan.json
