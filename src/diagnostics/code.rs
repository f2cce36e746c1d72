//! The kinds of problem that a plan can have, each with a name that stays and an explanation.

use super::{Diagnostic, Severity};

/// Declares the kinds, whether each stops the run, and where each is explained.
macro_rules! codes {
    ($($kind:ident $severity:ident $name:literal)*) => {
        /// A kind of problem. Its name is stable: scripts may rely on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "each is explained in a page of its own")]
        pub enum Code {
            $($kind,)*
        }

        impl Code {
            /// Every kind, in the order in which a plan is read.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// Its name: `unknown-field`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }

            /// Whether it stops the run.
            pub fn severity(self) -> Severity {
                match self { $(Self::$kind => Severity::$severity,)* }
            }

            /// What it means, with a wrong and a right example; Markdown.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$kind => include_str!(concat!("codes/", $name, ".md")),)* }
            }
        }
    };
}

codes! {
    BadText Error "bad-text"
    BadYaml Error "bad-yaml"
    TooLarge Error "too-large"
    SecondDocument Error "second-document"
    EmptyPlan Error "empty-plan"
    BadInclude Error "bad-include"
    BadPredecessor Error "bad-predecessor"
    StatedTwice Error "stated-twice"
    UnknownField Error "unknown-field"
    DuplicateField Error "duplicate-field"
    MissingField Error "missing-field"
    WrongType Error "wrong-type"
    UnknownWord Error "unknown-word"
    BadId Error "bad-id"
    BadBudget Error "bad-budget"
    BadCount Error "bad-count"
    BadMeasure Error "bad-measure"
    BadStatus Error "bad-status"
    UpsideDown Error "upside-down"
    UnknownVersion Error "unknown-version"
    NoPhases Error "no-phases"
    DuplicateId Error "duplicate-id"
    UnknownId Error "unknown-id"
    AmbiguousId Error "ambiguous-id"
    NoRepository Error "no-repository"
    RepositoryPlace Error "repository-place"
    MissingRepository Warning "missing-repository"
    Cycle Error "cycle"
    MergeCircle Warning "merge-circle"
    ServiceTwice Error "service-twice"
    NeededLater Error "needed-later"
    OrphanPhase Warning "orphan-phase"
    UnreachablePhase Warning "unreachable-phase"
    EndlessPhase Warning "endless-phase"
    NoPattern Error "no-pattern"
    IdlePattern Warning "idle-pattern"
    EmptyGate Error "empty-gate"
    IdleGate Warning "idle-gate"
    IdleVerdict Warning "idle-verdict"
    GateTwice Error "gate-twice"
    GateRule Error "gate-rule"
    VagueCriterion Warning "vague-criterion"
    DoubleCriterion Error "double-criterion"
    UnknownSlo Error "unknown-slo"
    SloUnit Warning "slo-unit"
    TargetDisagrees Warning "target-disagrees"
    BadCalendar Error "bad-calendar"
    BlockOrder Error "block-order"
    SumDisagrees Error "sum-disagrees"
    OverBudget Error "over-budget"
    FigureDisagrees Error "figure-disagrees"
    StatusDisagrees Error "status-disagrees"
    DatesDisagree Error "dates-disagree"
    TypedTick Warning "typed-tick"
    UnknownPlaceholder Error "unknown-placeholder"
    MissingValue Error "missing-value"
    Mojibake Warning "mojibake"
    BadDate Error "bad-date"
    BadZone Error "bad-zone"
    BadWindow Error "bad-window"
    OutsidePath Error "outside-path"
    DuplicatePath Error "duplicate-path"
    UnknownTemplate Error "unknown-template"
    UnknownSection Error "unknown-section"
    UnknownMarks Error "unknown-marks"
    NoRecommendation Error "no-recommendation"
    UnknownPart Error "unknown-part"
    PartConflict Error "part-conflict"
    BareClaim Warning "bare-claim"
    Convention Warning "convention"
}

impl Code {
    /// A problem of this kind.
    pub fn says(self, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: self.severity(), code: Some(self), ..Diagnostic::error(message) }
    }
}
