//! `legation completions`: what the shell needs to complete commands and options.

use crate::cli::Cli;
use crate::failure::Outcome;
use clap::CommandFactory;

/// Print completions for a shell
#[derive(clap::Args)]
#[command(after_help = "Example:\n  legation completions bash > ~/.local/share/bash-completion/completions/legation")]
pub(crate) struct Args {
    /// The shell.
    shell: clap_complete::Shell,
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        clap_complete::generate(self.shell, &mut Cli::command(), "legation", &mut std::io::stdout());
        Ok(())
    }
}
