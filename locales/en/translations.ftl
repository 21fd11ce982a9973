# Versions as files, and their translations.
workbook-download = Download the workbook
workbook-sheets = Download the sheets as CSV
translations-title = Translations
translations-heading = Translations of { $title }, version { $number }
translations-intro = { $count ->
    [one] This version has one text to translate.
   *[other] This version has { $count } texts to translate.
 }
translations-counts = Texts by language
translations-language = Language
translations-done = Translated
translations-missing = Missing
translations-file = For a translator
translations-is-source = The language that is translated from
translations-download = Download { $language }
translations-upload-title = Bring a translation in
translations-upload-label = The translator’s file
translations-upload-hint = The CSV file that was downloaded here, with translations in its last column. You see what it would change before anything is stored.
translations-look = Look at it
translations-start-title = Start a new language
translations-start-label = Language
translations-start-hint = Its name and code, for instance Greek (el). You get a file with all texts to translate.
translations-start = Download the empty file
translations-lacks = What { $language } lacks
translations-lacks-caption = { $count ->
    [one] One text without a translation
   *[other] { $count } texts without a translation
 }
translations-column = Column
translations-source = Text
translations-hidden = { $count ->
    [one] One more is in the file.
   *[other] { $count } more are in the file.
 }
translations-problems = What the file says, line by line
translations-line = Line
translations-see-problems = See what is wrong, line by line
translations-preview = { $count ->
    [one] The file changes one text of { $language }. Nothing is stored yet.
   *[other] The file changes { $count } texts of { $language }. Nothing is stored yet.
 }
translations-new-language = The language is new to this questionnaire.
translations-unchanged = The file changes nothing.
translations-late = Somebody has added a newer version. Download the language from that version and bring the translation in there.
translations-changes = { $count ->
    [one] The change
   *[other] The { $count } changes
 }
translations-key = Place
translations-before = Before
translations-after = After
translations-apply-text = The translation becomes a draft of a new version. The version that you see here stays as it is.
translations-apply = { $count ->
    [one] Add a draft with this change
   *[other] Add a draft with these { $count } changes
 }
translations-language-missing = Write the language, for instance Greek (el)
translations-language-impossible = “{ $language }” cannot be the name of a language: write it without line breaks and colons, for instance Greek (el)
translations-language-is-source = “{ $language }” is the language that is translated from
translations-language-has-code = The questionnaire has “{ $language }” with the same code: download that one
