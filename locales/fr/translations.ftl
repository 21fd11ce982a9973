# Les versions comme fichiers, et leurs traductions.
workbook-download = Télécharger le classeur
workbook-sheets = Télécharger les feuilles en CSV
translations-title = Traductions
translations-heading = Traductions de { $title }, version { $number }
translations-intro = { $count ->
    [one] Cette version a un texte à traduire.
   *[other] Cette version a { $count } textes à traduire.
 }
translations-counts = Textes par langue
translations-language = Langue
translations-done = Traduits
translations-missing = Manquants
translations-file = Pour le traducteur
translations-is-source = La langue à partir de laquelle on traduit
translations-download = Télécharger { $language }
translations-upload-title = Apporter une traduction
translations-upload-label = Le fichier du traducteur
translations-upload-hint = Le fichier CSV téléchargé ici, avec les traductions dans sa dernière colonne. Vous voyez ce qu’il changerait avant que rien ne soit enregistré.
translations-look = L’examiner
translations-start-title = Commencer une nouvelle langue
translations-start-label = Langue
translations-start-hint = Son nom et son code, par exemple Greek (el). Vous recevez un fichier avec tous les textes à traduire.
translations-start = Télécharger le fichier vide
translations-lacks = Ce qui manque en { $language }
translations-lacks-caption = { $count ->
    [one] Un texte sans traduction
   *[other] { $count } textes sans traduction
 }
translations-column = Colonne
translations-source = Texte
translations-hidden = { $count ->
    [one] Un autre se trouve dans le fichier.
   *[other] { $count } autres se trouvent dans le fichier.
 }
translations-problems = Ce que dit le fichier, ligne par ligne
translations-line = Ligne
translations-see-problems = Voir ce qui ne va pas, ligne par ligne
translations-preview = { $count ->
    [one] Le fichier change un texte en { $language }. Rien n’est encore enregistré.
   *[other] Le fichier change { $count } textes en { $language }. Rien n’est encore enregistré.
 }
translations-new-language = La langue est nouvelle dans ce questionnaire.
translations-unchanged = Le fichier ne change rien.
translations-late = Quelqu’un a ajouté une version plus récente. Téléchargez la langue depuis cette version et apportez-y la traduction.
translations-changes = { $count ->
    [one] Le changement
   *[other] Les { $count } changements
 }
translations-key = Emplacement
translations-before = Avant
translations-after = Après
translations-apply-text = La traduction devient le brouillon d’une nouvelle version. La version que vous voyez ici reste telle quelle.
translations-apply = { $count ->
    [one] Ajouter un brouillon avec ce changement
   *[other] Ajouter un brouillon avec ces { $count } changements
 }
translations-language-missing = Écrivez la langue, par exemple Greek (el)
translations-language-impossible = « { $language } » ne peut pas être le nom d’une langue : écrivez-le sans saut de ligne ni deux-points, par exemple Greek (el)
translations-language-is-source = « { $language } » est la langue à partir de laquelle on traduit
translations-language-has-code = Le questionnaire a « { $language } » avec le même code : téléchargez celle-là
