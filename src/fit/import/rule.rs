//! The rules that every export is checked against: a closed list, each with a short name and a documented effect.

/// What happens where a rule catches something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// The whole file cannot be read; there is no fit.
    Stops,
    /// The row cannot be used: there is no fit, unless bad rows may be skipped.
    Refuses,
    /// The row is used; the export is likely to mean something else than the mapping says.
    Warns,
    /// The row is used as the rule says, and counted.
    Keeps,
    /// The row is left out because the mapping asks for it or nothing stands in it, and counted.
    LeavesOut,
}

impl Effect {
    /// In a few words, as in the documentation.
    pub fn text(self) -> &'static str {
        match self {
            Self::Stops => "stops",
            Self::Refuses => "refused",
            Self::Warns => "warning",
            Self::Keeps => "kept",
            Self::LeavesOut => "left out",
        }
    }
}

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $rule:ident $name:literal $effect:ident $text:literal $mend:literal)+) => {
        /// The rules.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[doc = $doc])+ $rule,)+
        }

        impl Rule {
            /// All rules, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$rule),+];

            /// Its short name: "closed-before-created".
            pub fn name(self) -> &'static str {
                match self { $(Self::$rule => $name,)+ }
            }

            /// What happens where it catches something.
            pub fn effect(self) -> Effect {
                match self { $(Self::$rule => Effect::$effect,)+ }
            }

            /// What was found and what was done about it, in words that hold for every file.
            pub fn text(self) -> &'static str {
                match self { $(Self::$rule => $text,)+ }
            }

            /// What to do about it; empty where nothing needs doing.
            pub fn mend(self) -> &'static str {
                match self { $(Self::$rule => $mend,)+ }
            }
        }
    };
}

rules! {
    /// The file cannot be opened.
    FileNotOpened "file-not-opened" Stops
        "the file cannot be opened"
        "check the path; it is relative to the mapping's folder"
    /// Reading fails on the way.
    ReadFailed "read-failed" Stops
        "the file cannot be read to its end"
        "check the file or export it again"
    /// No bytes at all.
    FileEmpty "empty-file" Stops
        "the file is empty"
        "export it again, with its header"
    /// A header without rows.
    HeaderOnly "header-only" Stops
        "the file has a header and no rows"
        "export it again with its rows, or leave the table out of the mapping"
    /// The first row is data.
    NoHeader "no-header" Stops
        "the first row looks like data: none of the mapped columns is in it, and it holds dates or numbers"
        "export the file with a header, or put a line with the names of the columns before it"
    /// The header stands further down.
    LinesAboveHeader "lines-above-header" Stops
        "the header is not the first line: other lines, such as a title, stand above it"
        "delete the lines above the header"
    /// A mapped header stands twice.
    DuplicateHeader "duplicate-header" Stops
        "a mapped column stands more than once in the header, so that it is not clear which one is meant"
        "rename or remove one of them"
    /// A mapped column is not there.
    MissingColumn "missing-column" Stops
        "a mapped column is not in the header"
        "correct the name in the mapping; upper and lower case count"
    /// Another delimiter.
    WrongDelimiter "wrong-delimiter" Stops
        "the header is a single column under the mapping's delimiter"
        "name the delimiter in the mapping"
    /// A workbook or an archive.
    NotText "not-text" Stops
        "the file is a workbook, an archive or another file that is no text"
        "save it as CSV (UTF-8)"
    /// UTF-16 that does not say so.
    Utf16 "utf-16" Stops
        "the file looks like UTF-16 without a byte-order mark"
        "name the encoding in the mapping"
    /// NUL bytes.
    NulBytes "nul-bytes" Stops
        "the file holds NUL bytes, which no text has"
        "the export is damaged or in another encoding: export it again, or name its encoding"
    /// A quote is not closed.
    UnclosedQuote "unclosed-quote" Stops
        "a quote opens and is not closed in its place, so that the lines behind it run together"
        "close the quote there, or double quotes that belong to the text"
    /// Bytes that are not in the encoding.
    NotInEncoding "not-in-encoding" Stops
        "the text is not in the mapping's encoding"
        "say encoding = \"windows-1252\" (or the encoding that the export has)"
    /// A label that no encoding has.
    UnknownEncoding "unknown-encoding" Stops
        "the mapping names an encoding that is not known"
        "use a label of the WHATWG standard, such as \"utf-8\", \"windows-1252\" or \"utf-16le\""
    /// Nothing tells the table's segment.
    NoSegmentColumn "no-segment-column" Stops
        "the mapping's rule for segments says nothing of this table"
        "name the column that the rule needs, or say which segment such rows belong to with `otherwise`"

    /// Too few or too many values.
    RaggedRow "ragged-row" Refuses
        "the row has fewer or more values than the header"
        "mend the rows; a delimiter inside a value needs quotes around the value"
    /// A cell that must not be empty.
    MissingValue "missing-value" Refuses
        "a value that the row cannot do without is missing"
        "fill it in, or leave such rows out of the export"
    /// Not a date.
    UnreadableDate "unreadable-date" Refuses
        "the date cannot be read"
        "set `dates` to the order that the export has, or mend the rows"
    /// A date that no calendar has.
    ImpossibleDate "impossible-date" Refuses
        "the calendar has no such day (a 13th month, a 30th of February)"
        "set `dates` to the order that the export has, or mend the rows"
    /// A date before 1990 or after 2100.
    DateOutOfRange "date-out-of-range" Refuses
        "the date lies before 1990 or after 2100, which is taken for a slip"
        "mend the rows; a far date that means \"no end\" belongs into `missing`"
    /// Not a number.
    UnreadableNumber "unreadable-number" Refuses
        "the number cannot be read"
        "set `numbers` to the way the export writes them, or mend the rows"
    /// An amount that no company has.
    AmountOutOfRange "amount-out-of-range" Refuses
        "the amount is beyond 1e12 a year, which is taken for a slip"
        "mend the rows"
    /// A currency without a rate.
    NoRate "currency-without-rate" Refuses
        "the amount is in a currency that is not the plan's and has no rate"
        "name the currency that all amounts are in as `currency`, or add a rate for each other one to `rates`"
    /// Two currencies.
    TwoCurrencies "two-currencies" Refuses
        "the amount names another currency than the row's currency column"
        "mend the rows"
    /// A stage, kind or status that the mapping does not list.
    UnknownWord "unknown-value" Refuses
        "the mapping does not say what the value means"
        "add it to the list that it belongs to; what does not count belongs into `ignore`"
    /// A segment value that the rule does not list.
    UnknownSegment "unknown-segment" Refuses
        "the rule for segments does not list the value"
        "add the value to a segment, or say which segment such rows belong to with `otherwise`"
    /// An account that is not in the table.
    UnknownAccount "unknown-account" Refuses
        "the row's account is missing or not in the table of accounts"
        "complete the table, or say which segment such rows belong to with `otherwise`"
    /// Thresholds need an amount.
    NoAmountForSegment "no-amount-for-segment" Refuses
        "segments are told by the amount, and the row has none (or less than the lowest threshold)"
        "say which segment such rows belong to with `otherwise`"
    /// An id that stood before.
    DuplicateId "duplicate-id" Refuses
        "the id stands in an earlier row; with bad rows skipped the first one counts"
        "remove the copies: an export with one row per id is needed"
    /// Closed before it was created.
    ClosedBeforeCreated "closed-before-created" Refuses
        "the decision lies before the creation"
        "mend the dates; check that the two columns are not swapped"
    /// Ended before it started.
    EndBeforeStart "end-before-start" Refuses
        "the end lies before the start"
        "mend the dates; check that the two columns are not swapped"
    /// A stage before its lead.
    StageBeforeCreated "stage-before-created" Refuses
        "a stage was reached before the lead came"
        "mend the dates; check that the columns are not swapped"
    /// Decided on no day.
    DecidedWithoutDate "decided-without-date" Refuses
        "won or lost, and no day of the decision"
        "fill in the day of the decision"
    /// A tenure that no career has.
    TenureOutOfRange "tenure-out-of-range" Refuses
        "the tenure is below 0 or above 100 years, which is taken for a slip"
        "mend the rows; check `tenure_unit`, and that the column is no date"

    /// Dates that two orders read.
    AmbiguousDates "ambiguous-dates" Warns
        "every date can be read month first as well as day first: no day lies behind the 12th"
        "check the `dates` of the mapping against a date that you know"
    /// Decimals that may be thousands.
    AmbiguousNumbers "ambiguous-numbers" Warns
        "every number with a decimal mark has exactly three digits behind it, so that the mark may stand for thousands"
        "check the `numbers` of the mapping against an amount that you know"
    /// A first line "sep=;" that contradicts the mapping.
    OtherSep "other-sep" Warns
        "the first line (sep=) names another delimiter than the mapping, which is followed"
        "compare the delimiter of the mapping with the file"

    /// Open with a day of decision.
    OpenWithCloseDate "open-with-close-date" Keeps
        "open with a close date: taken as the planned one and passed over"
        ""
    /// Won without an amount.
    WonWithoutAmount "won-without-amount" Keeps
        "won without an amount: counts as won, and is left out of the sizes"
        ""
    /// Open without an amount.
    OpenWithoutAmount "open-without-amount" Keeps
        "open without an amount: counts as open, and is left out of the sizes"
        ""
    /// No amount.
    MissingAmount "missing-amount" Keeps
        "without an amount: counts, and is left out of the amounts"
        ""
    /// Below 0.
    NegativeAmount "negative-amount" Keeps
        "the amount is below 0: kept as it stands"
        "check whether these are credits or slips"
    /// A sign that its kind does not have.
    SignAgainstKind "sign-against-kind" Keeps
        "the amount is below 0 though its kind means more ARR: its sign is taken from the kind"
        "check the kinds"
    /// Exactly 0.
    ZeroAmount "zero-amount" Keeps
        "the amount is 0: kept as it stands"
        ""
    /// Nobody owns it.
    MissingOwner "missing-owner" Keeps
        "without an owner: counts for nobody"
        ""
    /// No id.
    MissingId "missing-id" Keeps
        "without an id: kept, and not checked for duplicates or joined with other exports"
        ""
    /// A text that means nothing.
    MissingText "text-for-missing" Keeps
        "a text such as N/A stands for a missing value"
        ""
    /// A status that no stage lists.
    StatusOfNoStage "status-of-no-stage" Keeps
        "the status belongs to none of the stages: the lead counts as having reached none"
        "add it to a stage or to `lost` if it belongs there"
    /// A source in other letters than on most rows.
    SourceSpelling "source-spelling" Keeps
        "the source is spelt otherwise than in most of its rows (capitals, spaces, signs): counted with them"
        "check that these are one source"
    /// A contract length that is not a number of months.
    NoTerm "no-contract-length" Keeps
        "the contract length is missing or not between 1 and 240 months: counts as unknown"
        ""
    /// Without a value, the rule for segments says `otherwise`.
    OtherSegment "segment-otherwise" Keeps
        "the rule for segments says nothing of the row: put where `otherwise` says"
        ""
    /// Nothing in any cell.
    BlankRow "blank-row" LeavesOut
        "all cells of the row are empty: passed over as a blank line"
        ""
    /// Left out by the mapping.
    Ignored "ignored" LeavesOut
        "left out, as the mapping asks"
        ""
}
