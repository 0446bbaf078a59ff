const { App, S3Backend, TerraformStack } = require('cdktf');
const { LoginProfile, SecretPassword } = require('cdktf-iam-login-profile');

class ConsoleAccess extends TerraformStack {
  constructor(scope, id) {
    super(scope, id);
    // A pipeline needs a remote backend: the default one keeps state at a path of the machine that synthesized.
    new S3Backend(this, {
      bucket: 'example-terraform-state',
      key: 'console-access.tfstate',
      region: 'us-east-1',
      encrypt: true,
    });
    // The lock is a file beside the state, Terraform 1.10 and later; S3Backend has no property for it.
    this.addOverride('terraform.backend.s3.use_lockfile', true);

    new LoginProfile(this, 'alice', { user: 'alice', password: SecretPassword.fromSecret('console/alice') });
  }
}

const app = new App();
new ConsoleAccess(app, 'console-access');
app.synth();
