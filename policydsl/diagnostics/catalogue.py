"""List every code that a diagnostic can carry. A code is never reused.

Hundreds name the stage. A new code goes at the end of its section, and its page goes
to `docs/errors/`; tests hold the two together.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from policydsl.diagnostics.model import Code, Severity

# 00 reading ---------------------------------------------------------------------------

NOT_UTF8 = Code("POL0001", "the file is not UTF-8 text")
NUL_BYTE = Code("POL0002", "the file holds a zero byte")
TOO_LARGE = Code("POL0003", "the file is too large")
CANNOT_READ = Code("POL0004", "the file cannot be read")
NO_POLICY = Code("POL0005", "there is no policy here")
SEVERAL_POLICIES = Code("POL0006", "a folder holds several policies")
TOO_MANY_FILES = Code("POL0007", "a folder holds too many files")
COMPILED_DAMAGED = Code("POL0008", "a compiled policy is damaged")
COMPILED_OTHER_VERSION = Code("POL0009", "a compiled policy is of another version")
COMPILED_TOO_LARGE = Code("POL0010", "a compiled policy is too large")
COMPILED_UNSOUND = Code("POL0011", "a compiled policy holds what no compiler writes")
SOURCE_WANTED = Code("POL0012", "a compiled policy stands where a source is wanted")
CANNOT_WRITE = Code("POL0013", "a file cannot be written")
REVISION_UNREADABLE = Code("POL0014", "a revision of the repository cannot be read")
WHICH_EDITION = Code("POL0015", "it is not said which edition is compared")

# 01 syntax ----------------------------------------------------------------------------

UNEXPECTED = Code("POL0101", "something stands where it cannot")
UNKNOWN_ITEM = Code("POL0102", "an item begins with an unknown word")
UNKNOWN_LINE = Code("POL0103", "a line begins with an unknown word")
TAB = Code("POL0104", "a tab stands in the file")
WRONG_QUOTES = Code("POL0105", "a text has the wrong kind of quotes")
UNTERMINATED_STRING = Code("POL0106", "a text has no closing quote")
COMPARISON_SIGN = Code("POL0107", "a sign stands for a comparison")
LOGIC_SIGN = Code("POL0108", "a sign stands for `and` or `or`")
ARITHMETIC_SIGN = Code("POL0109", "a sign stands for arithmetic")
MIXED_AND_OR = Code("POL0110", "`and` and `or` are mixed without brackets")
COMMA_FOR_AND = Code("POL0111", "a comma joins two conditions")
LINE_NOT_ENDED = Code("POL0112", "a line ends on a word that joins")
WRONG_CASE = Code("POL0113", "a keyword is written in capitals")
MISSING_PER = Code("POL0114", "a limit lacks its `per`")
UNQUOTED_TITLE = Code("POL0115", "a title has no quotes")
LACKING_BLOCK = Code("POL0116", "the lines that belong below are lacking")
NEEDLESS_BLOCK = Code("POL0117", "a line is indented below one that takes no lines")
BAD_INDENTATION = Code("POL0118", "a line is indented like none above it")
SHALLOW_BULLET = Code("POL0119", "a bullet is not indented below its line")
INDENTED_ITEM = Code("POL0120", "an item does not begin at the left edge")
UNINDENTED_LINE = Code("POL0121", "a line of an item is not indented")
BARE_CITATION = Code("POL0122", "a citation has no brackets")
BAD_CITATION = Code("POL0123", "a citation is malformed")
MISPLACED_CITATION = Code("POL0124", "a citation does not end its line")
WRITTEN_DATE = Code("POL0125", "a date is not written year first")
NO_SUCH_DATE = Code("POL0126", "a date is in no calendar")
MISPLACED_UNIT_SIGN = Code("POL0127", "a percentage or an amount of money is written otherwise")
HYPHENATED_NAME = Code("POL0128", "a name holds a hyphen")
FOREIGN_LETTER = Code("POL0129", "a name holds a letter outside a to z")
STRAY_CHARACTER = Code("POL0130", "a character means nothing here")
HIDDEN_CHARACTER = Code("POL0131", "the file holds a character that cannot be seen")
UNCLOSED_BRACKET = Code("POL0132", "a bracket is never closed")
UNOPENED_BRACKET = Code("POL0133", "a bracket was never opened")
COMMENT_SIGN = Code("POL0134", "a comment begins with the wrong sign")
MERGE_MARKER = Code("POL0135", "a merge was not finished")
ODD_BULLET = Code("POL0136", "a bullet has the wrong sign")
MISSING_IS = Code("POL0137", "the word `is` is lacking")
SPACED_NAME = Code("POL0138", "a name is written as two words")
GROUPED_NUMBER = Code("POL0139", "a number holds a comma")
RUN_ON_LINE = Code("POL0140", "two lines are written as one")
MISSING_NAME = Code("POL0141", "an item has no name")
OTHER_WORDS = Code("POL0142", "a comparison is written in other words")
DOUBLE_NEGATION = Code("POL0143", "two negations follow each other")
BROKEN_LINE = Code("POL0144", "a condition goes on in the next line")

# 02 names -----------------------------------------------------------------------------

UNKNOWN_NAME = Code("POL0201", "a name is not declared")
DECLARED_TWICE = Code("POL0202", "a name is declared twice")
RESERVED_NAME = Code("POL0203", "a name has a meaning of its own")
DOTTED_NAME = Code("POL0204", "a declared name holds a dot")
UNKNOWN_MEMBER = Code("POL0205", "a fact has no such member")
UNKNOWN_CODE_SYSTEM = Code("POL0206", "a code system is not known")
UNKNOWN_SUPPLIER = Code("POL0207", "a supplier is not known")
UNKNOWN_CLAUSE = Code("POL0208", "no clause has this name")
AMBIGUOUS_CLAUSE = Code("POL0209", "a name may mean several clauses")
WRONG_SORT = Code("POL0210", "a name means something of another kind")
UNKNOWN_VOCABULARY = Code("POL0211", "a vocabulary is not declared")
CYCLIC_DEFINITION = Code("POL0212", "a definition rests on itself")
CYCLIC_ASSUMPTION = Code("POL0213", "an assumption rests on itself")
UNKNOWN_LIMIT_PART = Code("POL0214", "a limit has no such part")
MEMBER_TWICE = Code("POL0215", "a member is listed twice")
NO_BIRTH_DATE = Code("POL0216", "an age needs the fact `birth_date`")


# 03 types, units and periods ----------------------------------------------------------

NOT_YES_OR_NO = Code("POL0301", "a condition is neither yes nor no")
WRONG_VALUE = Code("POL0302", "a fact cannot hold this value")
KNOWN_IN_A_CLAUSE = Code("POL0303", "a clause decides by what is known")
BARE_NUMBER = Code("POL0304", "a number lacks its unit")
NEEDLESS_UNIT = Code("POL0305", "a number has a unit that the fact has not")
UNLIKE_KINDS = Code("POL0306", "two unlike things are compared or added")
WORDS_FOR_DATES = Code("POL0307", "dates and amounts are compared in different words")
SET_WITH_IS = Code("POL0308", "a set is compared with `is`")
NOT_A_SET = Code("POL0309", "a set test stands on a fact that is no set")
EMPTY_RANGE = Code("POL0310", "a range is empty")
MIXED_UNITS = Code("POL0312", "two units are mixed")
NEVER_ABSENT = Code("POL0313", "a fact is never absent")
TEXT_IN_A_CONDITION = Code("POL0314", "a condition reads a text")
ALWAYS_THE_SAME = Code("POL0315", "a comparison always comes out the same", Severity.WARNING)
MALFORMED_CODE = Code("POL0316", "a code is malformed")
AGE_UNIT = Code("POL0317", "an age is compared with neither years nor months")
TOO_MANY_PLACES = Code("POL0318", "a number has too many decimal places")
NO_TYPE = Code("POL0319", "a fact has no type")
STATED_TWICE = Code("POL0320", "an attribute is stated twice")
NOT_A_NUMBER = Code("POL0321", "a number or date is needed")
NOT_LINEAR = Code("POL0322", "two facts are multiplied")
NOT_A_PERIOD = Code("POL0323", "a length of time is needed")
ROW_WIDTH = Code("POL0324", "a row has too many or too few cells")
ROW_RESULT = Code("POL0325", "a row gives no value that fits the table")
RANGE_OF_MEMBERS = Code("POL0326", "a range stands where members have no order")
NO_VALUE = Code("POL0327", "a definition defines nothing")
NEEDLESS_ATTRIBUTE = Code("POL0328", "an attribute does not go with the fact's type")
OUT_OF_RANGE = Code("POL0311", "a value lies outside the fact's range")
LIMIT_UNITS = Code("POL0341", "a limit mixes units")
UNNAMED_PERIOD = Code("POL0342", "a limit does not say which year, month or week")
STATUS_MEMBERS = Code("POL0343", "an extension's status has other members than it needs")
ABSENT_IN_A_LIMIT = Code("POL0344", "a limit counts with a fact that may be absent")
WRONG_PAYMENT = Code("POL0345", "a payment is in the wrong kind of number")
PLAN_VALUE = Code("POL0346", "a plan sets a parameter to what it cannot be")
PARAMETER_TYPE = Code("POL0347", "a parameter is unlike the fact that it stands for")
TYPICAL_RANGE = Code("POL0348", "what is typical does not fit the parameter")

# 04 citations and dates ---------------------------------------------------------------

UNKNOWN_CITATION = Code("POL0401", "a citation is in no inventory")
UNCITED_CLAUSE = Code("POL0402", "a clause cites nothing", Severity.WARNING)
UNCITED_ROW = Code("POL0403", "no clause cites a statement that decides", Severity.WARNING)
INFORMATION_DECIDES = Code(
    "POL0404", "a clause rests on information that decides nothing", Severity.WARNING
)
INVENTORY_HEADER = Code("POL0405", "an inventory lacks a column")
INVENTORY_ROW = Code("POL0406", "a row of an inventory is malformed")
ROW_TWICE = Code("POL0407", "two rows of an inventory have one id")
NO_INVENTORY = Code("POL0408", "an inventory is not beside the policy")
NEVER_IN_FORCE = Code("POL0409", "a range of dates ends before it begins")

# 05 shape -----------------------------------------------------------------------------

MISPLACED_LINE = Code("POL0501", "a line stands where it means nothing")
REPEATED_LINE = Code("POL0502", "a line stands twice")
LACKING_LINE = Code("POL0503", "a line is lacking")
MISPLACED_ITEM = Code("POL0504", "an item stands in the wrong file")
OVERRIDE_CYCLE = Code("POL0505", "clauses override each other in a circle")
PART_CYCLE = Code("POL0506", "a benefit is part of itself")
PAPERS_OVERRIDE = Code("POL0507", "a paper overrides a clause")
CONSTANT_PAPER = Code("POL0508", "a paper is always or never asked for")
NOT_SETTLED = Code("POL0509", "a finding cannot settle a review")
PERFORMER_JUDGES = Code("POL0510", "a clause denies on the provider's own judgment")
NO_CONDITION = Code("POL0511", "a clause has no condition")
NOTHING_COUNTS = Code("POL0512", "nothing counts toward a limit", Severity.WARNING)
DOCUMENT_UNUSED = Code("POL0513", "no clause asks for a document", Severity.WARNING)
WRONG_OUTCOME = Code("POL0514", "an outcome cannot stand here")
EXPECTATION = Code("POL0515", "a scenario expects what cannot be")
SCENARIO_ROW = Code("POL0516", "a row of a scenario table does not fit its columns")
GIVEN_TWICE = Code("POL0517", "a scenario gives a fact twice")
PARAMETER_UNSET = Code("POL0518", "a plan leaves a parameter unset")
PLANS_OVERLAP = Code("POL0519", "two plans can hold at once")
SHARED_FACT = Code("POL0520", "two parameters stand for one fact")
SAID_OF_NOTHING = Code("POL0521", "a text for members is about no determination")
SAYS_NOTHING = Code("POL0522", "a clause says nothing to members", Severity.WARNING)
NOT_ACCEPTABLE = Code("POL0531", "what is accepted is no finding")
NO_REASON = Code("POL0532", "a finding is accepted without a reason")

# 06 analysis --------------------------------------------------------------------------

ROWS_OVERLAP = Code("POL0601", "two rows of a table hold at once")
ROWS_GAP = Code("POL0602", "a table has no row for a case", Severity.WARNING)
BENEFITS_OVERLAP = Code("POL0603", "two benefits are about one request")
TARGETS_CONFLICT = Code("POL0604", "one request is sent to two places")
NEVER_HOLDS = Code("POL0605", "a clause can never hold", Severity.WARNING)
SETTLED_CONDITION = Code("POL0606", "a condition has one answer where it stands", Severity.WARNING)
IDLE_EXCEPTION = Code("POL0607", "an exception can never apply", Severity.WARNING)
NEVER_DECIDES = Code("POL0608", "a clause never decides", Severity.WARNING)
NEVER_MET = Code("POL0609", "a requirement can never be met", Severity.WARNING)
NEVER_LIVE = Code("POL0610", "nobody can run into a limit", Severity.WARNING)
NOT_ANALYSED = Code("POL0611", "something was not analysed", Severity.NOTE)
ACCEPTS_NOTHING = Code("POL0612", "an acceptance matches no finding", Severity.WARNING)
REDUNDANT_PART = Code("POL0613", "a part of a condition changes nothing", Severity.WARNING)
SERVICE_LEFT_OPEN = Code("POL0614", "a covered service is left to nobody", Severity.WARNING)
COUNTED_TWICE = Code("POL0615", "something is counted twice", Severity.WARNING)
EXTENSION_ERRS = Code("POL0616", "an extension does not go with its limit", Severity.WARNING)
DENIED_BY_ASSUMPTION = Code("POL0617", "an assumption alone denies a request", Severity.WARNING)
LEFT_BEHIND = Code("POL0618", "a payment or an assumption never comes to bear", Severity.WARNING)
ASSUMPTIONS_DIFFER = Code("POL0619", "two assumptions contradict each other", Severity.WARNING)
MEMBER_EXCLUDED = Code("POL0620", "a part of a benefit's scope is never covered", Severity.WARNING)

# 07 requests --------------------------------------------------------------------------

REQUEST_NOT_JSON = Code("POL0701", "the request is not JSON")
REQUEST_TOO_LARGE = Code("POL0702", "the request is too large")
REQUEST_NOT_AN_OBJECT = Code("POL0703", "the request or its facts are not an object")
REQUEST_UNKNOWN_KEY = Code("POL0704", "a request has no such key")
REQUEST_LACKS_KEY = Code("POL0705", "the request lacks a key")
REQUEST_REPEATED_KEY = Code("POL0706", "a key stands twice in the request")
REQUEST_HISTORY_NOT_YET = Code("POL0707", "a request's history is not read yet")
REQUEST_UNKNOWN_FACT = Code("POL0708", "the request gives a fact that there is not")
REQUEST_WRONG_TYPE = Code("POL0709", "the value is of another type than the fact")
REQUEST_NOT_A_MEMBER = Code("POL0710", "the value is not a member of the fact's type")
REQUEST_OUT_OF_RANGE = Code("POL0711", "the value lies outside the fact's range")
REQUEST_NOT_A_DATE = Code("POL0712", "the value is not a date")
REQUEST_TOO_MANY_DECIMALS = Code("POL0713", "the number has more decimals than the fact")
REQUEST_NOT_FINITE = Code("POL0714", "the value is not a number")
REQUEST_REPEATED_ITEM = Code("POL0715", "a list names something twice")
REQUEST_CANNOT_BE_ABSENT = Code("POL0716", "the fact cannot be absent")
REQUEST_NOT_A_CODE = Code("POL0717", "the value is not a code of the system")
# POL0718 was for records, with which no policy gets as far as a request.
REQUEST_AGAINST_PLAN = Code("POL0719", "the request and its plan say different things")

CASE_CIRCLE = Code("POL0720", "a case rests on itself")

NOT_ADVERSE = Code("POL0731", "a notice is asked for and nothing was denied")
SLOTS_LACKING = Code("POL0732", "a notice lacks what only the payer knows")
UNKNOWN_SLOT = Code("POL0733", "a notice has no such slot")
UNREAD_SLOTS = Code("POL0734", "the slots of a notice cannot be read")

# 08 diff and amendments ---------------------------------------------------------------

EDITIONS_OVERLAP = Code("POL0801", "two editions are in force on one day")
EDITIONS_HOLE = Code("POL0802", "no edition is in force on some days", Severity.WARNING)
EDITION_TWICE = Code("POL0803", "two editions have one date")
UNDATED_EDITION = Code("POL0804", "an edition has no date")
UNKNOWN_BASE = Code("POL0805", "an amendment amends an edition that is not here")
UNDATED_AMENDMENT = Code("POL0806", "an amendment does not say what it amends, or from when")
BASE_SAYS_OTHERWISE = Code("POL0807", "what is amended says something else")
SAID_TWICE = Code("POL0808", "what is to be changed stands in several places")
NOT_IN_BASE = Code("POL0809", "what is to be changed is not there")
ADDED_ALREADY = Code("POL0810", "what is added is there already")
REMOVED_IN_USE = Code("POL0811", "what is taken away is still spoken of")
AMENDMENTS_CONFLICT = Code("POL0812", "one item is changed twice")
AMENDMENT_CYCLE = Code("POL0813", "an amendment rests on itself")
UNKNOWN_AMENDMENT = Code("POL0814", "no amendment has this name")
OVERLAY_CANNOT = Code("POL0815", "something cannot be different for some")
AMENDMENT_MISFIT = Code("POL0816", "something of another kind is put in a place")

# 09 limits of ours --------------------------------------------------------------------

NOT_YET = Code("POL0901", "a construct is not supported yet")
TOO_DEEP = Code("POL0902", "brackets or lines are nested too deep")
TOO_LONG = Code("POL0903", "a list is too long")
LONG_NUMBER = Code("POL0904", "a number is too long")
TOO_MANY_PROBLEMS = Code("POL0905", "a file has too many problems to list")
GROWS_TOO_LARGE = Code("POL0906", "a definition grows too large")
TOO_MANY = Code("POL0907", "a policy has too many limits or plans")

# 99 our bug ---------------------------------------------------------------------------

OUR_BUG = Code("POL9901", "policyc itself failed")


def _by_id(codes: Iterable[Code]) -> Mapping[str, Code]:
    code_by_id: dict[str, Code] = {}
    for code in codes:
        if not re.fullmatch(r"POL\d{4}", code.id):
            raise ValueError(f"{code.id!r} is not POL and four digits")
        if code.id in code_by_id:
            raise ValueError(f"{code.id} is used twice")
        code_by_id[code.id] = code
    return MappingProxyType(dict(sorted(code_by_id.items())))


# Keep this last: it reads the constants above.
ALL_CODES: Mapping[str, Code] = _by_id(
    value for value in tuple(globals().values()) if isinstance(value, Code)
)
