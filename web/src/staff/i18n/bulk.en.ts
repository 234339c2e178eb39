// The English texts of publishing in bulk. bulk.nl.ts is their Dutch twin.

const rows = (count: number) => (count === 1 ? "1 row" : `${count} rows`);
const drafts = (count: number) => (count === 1 ? "1 draft" : `${count} drafts`);
const documents = (count: number) => (count === 1 ? "1 document" : `${count} documents`);
const are = (count: number) => (count === 1 ? "is" : "are");

export const bulkEn = {
  bulk: {
    open: "Several at once",
    title: "Several documents at once",
    intro:
      "Choose a ZIP with PDFs and a list with one row for each document. We check everything first. Clients see nothing until you release it.",
    columns: "The columns of the list",
    columnsAll: "What each column holds",
    columnsText:
      "Make the list in your spreadsheet program and save it as CSV, inside the ZIP or beside it. The first row has the names of the columns. At most 1,000 rows.",
    template: "Download a sample list",
    templateName: "sample-documents.csv",
    optional: "may be empty",
    about: {
      client_number: "The client's number at your firm.",
      kind: "As on the screen, for example VAT return.",
      title: "What the client sees it called. At most 120 characters.",
      period: "A year, quarter or month: 2025, 2026-Q3 or 2026-09.",
      amount: "In euros with cents: 1234.56. Without a minus.",
      meaning: "To pay or To receive. Needed when there is an amount.",
      deadline: "To be approved by: 2026-12-01 or 01-12-2026.",
      recipient: "Belastingdienst, KvK, Bank or Our firm only. Empty: what goes with the kind.",
      message: "The client reads it above the document. At most 2,000 characters.",
      approvers:
        "User names: a comma or + within a step (everybody approves), > to the next step. Empty: the usual approvers.",
      file: "The name of the PDF in the ZIP, with its folder if that name is in it more than once.",
    },
    choose: "The files",
    zip: "ZIP with the PDFs",
    zipHint: "At most 5,000 files, each PDF at most 25 MB, without a password.",
    csv: "List (CSV)",
    csvHint: "Only needed if the list is not inside the ZIP.",
    pick: "Choose a file",
    other: "Choose another file",
    noneChosen: "No file chosen yet",
    remove: "Remove",
    needZip: "Choose a ZIP first.",
    look: "Check",
    looking: "Checking",
    lookingFiles: (done: number, of: number) => `Looking at PDFs: ${done} of ${of}`,
    lookingRows: (done: number, of: number) => `Checking rows: ${done} of ${of}`,
    opening: "Opening the ZIP…",
    stop: "Stop",
    refused: "This cannot be checked yet",
    result: "What we found",
    nothingYet: "Nothing has been made yet.",
    counts: {
      ready: (count: number) => `${rows(count)} in order`,
      wrong: (count: number) => `${rows(count)} with errors`,
      there: (count: number) => `${rows(count)} ${are(count)} among the drafts already`,
      differs: (count: number) =>
        `${rows(count)} ${are(count)} among the drafts already, with other details`,
      released: (count: number) =>
        `${rows(count)} ${count === 1 ? "was" : "were"} released already`,
    },
    differsText:
      "Those drafts stay as they are. Change them under Drafts, or delete them and check the list again.",
    readAs: (encoding: string, separator: string) =>
      `The list was read as ${encoding}, with ${separator} between the columns. Are accented letters wrong? Then save the list as CSV UTF-8.`,
    separators: { ";": "a semicolon", ",": "a comma", "\t": "a tab" },
    unnamed: (count: number) =>
      count === 1 ? "1 file of the ZIP is in no row" : `${count} files of the ZIP are in no row`,
    unnamedText: "These files are left out:",
    more: (count: number) => `and ${count} more`,
    badRows: "Rows with errors",
    badRowsText: "Mend them in your list and check again. What is in order can be made now.",
    row: (number: number) => `Row ${number}`,
    wholeRow: "Whole row",
    moreRows: (count: number) =>
      `There are ${rows(count)} more with errors. Download them to see them all.`,
    download: "Download rows with errors",
    downloadName: "rows-with-errors.csv",
    make: (count: number) => `Make ${drafts(count)}`,
    others: "Choose other files",
    nothingReady: "There is nothing to make.",
    making: "Making drafts",
    madeOf: (done: number, of: number) => `${done} of ${of} drafts made`,
    keepOpen:
      "Keep this window open. If you do close it, choose the same ZIP later: nothing is made twice.",
    stopped: "Stopped",
    stoppedText: "What was made is under Drafts. The rest can be made now or later.",
    goOn: (count: number) => `Go on: ${count} left`,
    retry: (count: number) => `Once more: ${rows(count)}`,
    failedRows: "These rows did not succeed",
    done: "Done",
    doneCounts: {
      made: (count: number) => `${drafts(count)} made`,
      there: (count: number) => `${count} ${count === 1 ? "was" : "were"} among the drafts already`,
      released: (count: number) => `${count} ${count === 1 ? "was" : "were"} released already`,
      failed: (count: number) => `${count} did not succeed`,
    },
    doneText: "Under Drafts you look at them and release them, one by one or together.",
    toDrafts: "To the drafts",
    leaveTitle: "Leave while this is busy?",
    leaveText: "Then it stops here. What is done stays; the rest can be done later.",
    leave: "Leave",
    stay: "Stay",
    tooOld: "This browser cannot open a ZIP. Update it, or use another one.",
    files: {
      csv_missing: "There is no list (CSV) inside the ZIP. Choose it above.",
      csv_several: (names: string) =>
        `There is more than one list in the ZIP: ${names}. Choose above which one you mean, or leave one in.`,
      csv_unreadable:
        "The list cannot be read. Is it still open in another program? Choose it again.",
      csv_too_large: "The list is larger than 10 MB. Divide it over more lists.",
      csv_empty:
        "The list has no rows. Put one row for each document below the names of the columns.",
      csv_spreadsheet:
        "This is a spreadsheet and no CSV. In your program choose Save as, CSV UTF-8.",
      csv_not_text: "This is no readable CSV. In your program choose Save as, CSV UTF-8.",
      csv_no_headings: "The first row has no names of columns. Copy them from the sample list.",
      csv_unknown: (names: string) =>
        `These columns are not known: ${names}. Remove them or give them a name from the sample list.`,
      csv_double: (names: string) => `These columns are there twice: ${names}. Leave one of each.`,
      csv_missing_columns: (names: string) =>
        `These columns are missing: ${names}. Add them; the sample list has them all.`,
      csv_quotes: (row: number) =>
        `In row ${row} a quotation mark (") is wrong: it does not close, or text follows it. Save the list as CSV again.`,
      csv_too_many: (count: number) =>
        `The list has ${count} rows; at most 1,000 go at once. Divide it over more lists.`,
      zip_not_a_zip: "This is no ZIP, or it is damaged. Make the ZIP again and choose that.",
      zip_too_many: "The ZIP has more than 5,000 files. Divide it over more ZIPs.",
      zip_too_large: "The ZIP unpacks to more than 4 GB. Divide it over more ZIPs.",
      zip_unreadable:
        "The ZIP cannot be read. Was it moved, or is it still being downloaded? Choose it again.",
    },
    wrong: {
      required: "Fill this in.",
      too_long: "This text is too long. Make it shorter.",
      character:
        "It has a line break, an invisible character or one that turns the reading direction around. Type this text again.",
      invalid: "This is not possible. Compare it with the sample list.",
      too_many_cells:
        "This row has more cells than there are columns. Put text that holds the separator between quotation marks.",
      not_an_amount: "This is no amount. Write it like 1,234.56.",
      ambiguous:
        "This amount can be read in two ways. Write the cents as well, like 1,234.00 or 1.23.",
      cents: "Write two digits behind the point, like 1,234.50.",
      negative:
        "Write the amount without a minus or plus, and put To pay or To receive in the column meaning.",
      kind: "This kind is not known. Write it as on the screen, for example VAT return.",
      recipient:
        "This recipient is not known. Write Belastingdienst, KvK, Bank or Our firm only, or leave the cell empty.",
      meaning: "Write To pay or To receive.",
      meaning_missing: "There is an amount. Add: To pay or To receive.",
      period: "This is no period. Write a year, quarter or month, like 2026-Q3.",
      date: "This is no date. Write it as 2026-12-01 or 01-12-2026.",
      deadline_passed: "This date has passed. Choose today or later.",
      approvers: "A name is missing. Write user names, like sanne+bram>mo.",
      unknown_client: "There is no client with this number. Check it; mind zeros at its beginning.",
      unknown_approver: (login: string) => `The user name ${login} does not exist. Check it.`,
      approver_without_right: (login: string) =>
        `${login} may not approve for this client. Choose somebody else, or give that right first.`,
      no_such_file: (name: string) => `${name} is not in the ZIP. Add the file, or mend the name.`,
      two_files: (name: string) =>
        `${name} is in the ZIP more than once. Write its folder as well, or give them other names.`,
      two_rows: (name: string) => `More rows name ${name}. Each document has a file of its own.`,
      bad_name:
        "The name of this file is not possible: it holds .., a drive, a backslash or an invisible character. Give it a plain name and make the ZIP again.",
      file_encrypted: (name: string) =>
        `${name} has a password in the ZIP. Make the ZIP without a password.`,
      too_large: (name: string) => `${name} is larger than 25 MB. Save it smaller.`,
      amount_too_large: "This amount is too large.",
      empty: (name: string) => `${name} is empty. Save it again.`,
      not_a_pdf: (name: string) => `${name} is no PDF. Save it as PDF.`,
      damaged: (name: string) => `${name} is damaged. Make the ZIP again.`,
      same_row: (row: string) => `This is the same document as row ${row}. Remove one of the two.`,
    },
  },
  releaseMany: {
    choose: "Choose",
    chooseLabel: (title: string, organisation: string) => `Choose ${title}, ${organisation}`,
    all: "Choose all new ones that are ready",
    none: "Choose none",
    chosen: (count: number) => `${documents(count)} chosen`,
    release: (count: number) => (count === 0 ? "Release" : `Release ${documents(count)}`),
    title: (count: number) => `Release ${documents(count)}?`,
    text: "The clients see them at once and get a message for each document. A released document can only be withdrawn or corrected.",
    corrections: (count: number) =>
      count === 1
        ? "1 of them is a corrected version: what was approved of it lapses."
        : `${count} of them are corrected versions: what was approved of them lapses.`,
    confirm: (count: number) => `Release ${documents(count)}`,
    back: "Not yet",
    busy: "Releasing",
    progress: (done: number, of: number) => `${done} of ${of} documents`,
    stop: "Stop",
    done: (count: number) => `${documents(count)} released`,
    failed: (count: number) => `${documents(count)} not released`,
    left: (count: number) => `${documents(count)} left out, because the releasing stopped`,
  },
};
