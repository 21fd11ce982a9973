# Les pages du secrétariat, des consultants et des coordinations.

admin-title = Campagnes
new-round = Nouvelle campagne
questionnaires-title = Questionnaires

rounds-caption = Campagnes, de la plus récente à la plus ancienne
rounds-none = Il n’y a pas encore de campagne.
round-name = Nom
round-code = Code
round-state-scheduled = Programmée
round-state-open = Ouverte
round-state-closed = Close
response-state-not_opened = Non ouverte
response-state-opened = Ouverte
response-state-in_progress = En cours
response-state-submitted = Envoyée
response-state-returned = Renvoyée
response-state-accepted = Acceptée
column-state = État
column-asked = Sollicité
column-opened = Ouvert
column-started = Commencé
column-submitted = Envoyé
column-accepted = Accepté
column-deadline = Date limite
column-region = Région
column-code = Code
column-country = Pays
column-department = Service
column-type = Type
column-last = Dernière activité
column-receipt = Accusé de réception
regions-caption = Services par région
departments-title = Services
departments-of = Services : { $region }
departments-all = Afficher toutes les régions
departments-caption = Avancement de chaque service (heures UTC)
departments-choose = Choisissez une région dans le tableau ci-dessus pour voir ses services.
round-participation = { $asked ->
    [one] { $asked } service a été sollicité
   *[other] { $asked } services ont été sollicités
 }. Questionnaires ouverts : { $opened }, commencés : { $started }, envoyés : { $submitted }, acceptés : { $accepted }.

versions-caption = Versions, la plus récente de chaque questionnaire en premier (heures UTC)
versions-none = Il n’y a pas encore de questionnaire.
version-title = Titre
version-form = Formulaire
version-number = Version
version-created = Importée
version-published = Publiée
version-state-draft = Brouillon
version-state-published = Publiée
version-heading = { $title }, version { $number }
version-languages = Langues
version-sections = Sections
version-departments = Suggérée à
version-questions = Questions
question-number = Numéro
question-label = Question
question-type = Type
question-rules = Règles
question-non-answers = Non-réponses proposées
question-languages = Langues
question-choices = { $count ->
    [one] { $count } choix
   *[other] { $count } choix
 }
publish-text = Une fois publiée, cette version ne peut plus être modifiée et les campagnes peuvent l’utiliser. Pour la corriger ensuite, importez une nouvelle version.
publish-lacks = Cette version ne peut pas encore être publiée. Il manque des choix pour ce qui suit. Importez de nouveau le questionnaire, avec ses fichiers de choix.
publish-button = Publier cette version
type-text = Texte
type-integer = Nombre entier
type-decimal = Nombre décimal
type-range = Nombre dans un intervalle
type-date = Date
type-time = Heure
type-date-time = Date et heure
type-select-one = Un seul choix
type-select-multiple = Plusieurs choix
type-rank = Classement
type-file = Fichier
type-image = Image
type-acknowledge = Confirmation
type-note = Note
type-calculate = Calculé
type-hidden = Masqué
type-metadata = Rempli automatiquement
type-point = Lieu
type-group = Groupe
type-repeat = Éléments répétés

upload-title = Importer un questionnaire
upload-label = Classeur
upload-hint = Un classeur XLSForm (.xlsx), un zip de ses feuilles en CSV ou les fichiers CSV eux-mêmes ; { $most } Mo au plus. Il devient un brouillon que vous pouvez examiner avant de le publier.
upload-button = Importer
upload-none = Choisissez un fichier
upload-refused = { $count ->
    [one] Le fichier n’a pas été accepté : il contient { $count } erreur. Rien n’a été enregistré. Corrigez-la et importez à nouveau le fichier.
   *[other] Le fichier n’a pas été accepté : il contient { $count } erreurs. Rien n’a été enregistré. Corrigez-les et importez à nouveau le fichier.
 }
upload-see-problems = Voir ce qui ne va pas, cellule par cellule
upload-taken = Le fichier a été accepté comme brouillon. Examinez les avertissements ci-dessous.
upload-preview = Aperçu du questionnaire
problems-caption = Constats sur le fichier, erreurs en premier
upload-file = Fichier : { $names }.
problems-count = { $errors ->
    [one] { $errors } erreur
   *[other] { $errors } erreurs
}, { $warnings ->
    [one] { $warnings } avertissement
   *[other] { $warnings } avertissements
}, { $notices ->
    [one] { $notices } remarque
   *[other] { $notices } remarques
}.
untranslated-title = Pas encore traduit
untranslated-language = { $language } : { $count ->
    [one] { $count } cellule
   *[other] { $count } cellules
}
changed-title = Conservé, mais modifié ou sans effet
problem-severity = Gravité
problem-place = Emplacement
problem-row = Ligne
problem-what = Ce qui ne va pas
problem-fix = Ce qu’il faut faire
problem-error = Erreur
problem-warning = Avertissement
problem-notice = Remarque

round-version = Questionnaire
round-version-choose = Choisir une version publiée
round-no-version = Une campagne nécessite un questionnaire publié.
round-opening = Ouverture
round-code-hint = Minuscules, chiffres et traits d’union, par exemple external-dimension-2026. Il figure dans les adresses et les noms de fichiers et ne peut pas être modifié.
round-moment-hint = Date et heure du fuseau horaire de la campagne
round-open-button = Ouvrir la campagne et envoyer les invitations
round-name-missing = Saisissez un nom pour la campagne
round-code-malformed = Saisissez un code d’au plus 60 minuscules, chiffres et traits d’union, autre que « new »
round-code-taken = Une autre campagne porte ce code ; saisissez-en un autre
round-version-missing = Choisissez un questionnaire publié
round-opening-malformed = Saisissez la date et l’heure de l’ouverture
round-deadline-malformed = Saisissez la date et l’heure limites
round-deadline-before-opening = Saisissez une date limite postérieure à l’ouverture
round-invitees-missing = Saisissez au moins un service à solliciter
round-invitees-wrong = Corrigez les lignes des services à solliciter
invitees-label = Services à solliciter
invitees-hint = Une ligne par personne, avec des virgules entre les éléments :
line-cells = Ligne { $line } : il faut cinq cellules séparées par des virgules ; il y en a { $value }. Mettez entre guillemets droits doubles une cellule qui contient une virgule.
line-unreadable = Ligne { $line } : la ligne ne peut pas être lue. Vérifiez les guillemets.
line-region = Ligne { $line } : aucune région n’a le code « { $value } ». Utilisez un code du registre.
line-department = Ligne { $line } : le service n’a pas de nom. Saisissez-le dans la troisième cellule.
line-email = Ligne { $line } : « { $value } » n’est pas une adresse électronique. Saisissez-la sous la forme nom@example.org.
line-language = Ligne { $line } : « { $value } » n’est une langue ni de l’interface ni du questionnaire. Saisissez un code comme fr.
line-doubled = Ligne { $line } : la même personne est sollicitée pour le même service à la ligne { $value }. Supprimez l’une des deux lignes.
round-invited = { $count ->
    [one] { $count } invitation est en cours d’envoi.
   *[other] { $count } invitations sont en cours d’envoi.
 }
round-results = Résultats et téléchargements
invite-title = Solliciter d’autres services
invite-button = Envoyer les invitations
close-title = Clore la campagne
close-button = Clore la campagne maintenant

results-title = Résultats
results-text = Choisissez une campagne pour voir qui a participé et télécharger les réponses.
results-of = Résultats : { $round }
results-deadline = Date limite : { $deadline }
downloads-title = Téléchargements
downloads-whose = Les réponses que contiennent les fichiers
downloads-accepted = Réponses acceptées
downloads-submitted = Réponses acceptées et envoyées
downloads-all = Tout ce qui a été envoyé ; les réponses renvoyées, telles qu’elles avaient été envoyées
downloads-show = Afficher ces fichiers
downloads-holds-accepted = Les fichiers ne contiennent que les réponses acceptées.
downloads-holds-submitted = Les fichiers contiennent toutes les réponses envoyées ou acceptées.
downloads-holds-all = Les fichiers contiennent toutes les réponses envoyées, acceptées ou renvoyées ; une réponse renvoyée y est telle qu’elle avait été envoyée.
downloads-regions = Les fichiers dont le nom commence par « regional_ » contiennent les réponses propres des régions : celles qui sont signées et, avec les réponses renvoyées, celles qui ont été signées puis rouvertes. Chaque fichier indique l’état de chaque réponse ; la participation et le dictionnaire concernent tout le monde.
files-caption = Fichiers (CSV en UTF-8)
file-name = Fichier
file-holds = Contenu
file-responses = Une ligne par réponse de service, une colonne par question
file-answers = Une ligne par réponse à une question
file-codebook = Toutes les questions et tous les choix, dans toutes les langues
file-columns = Ce que signifient les colonnes qui ne sont pas des questions (en anglais)
file-participation = Qui a été sollicité, a commencé, a envoyé et a été accepté, par région et par service
file-repeat = Les éléments de « { $title } », une ligne pour chacun
file-regional-responses = Une ligne par région qui a signé sa réponse, une colonne par question
file-regional-answers = Une ligne par réponse propre d’une région
file-regional-participation = L’avancement de chaque région, de ses services et de sa propre réponse
file-regional-repeat = Les éléments de « { $title } » dans les réponses propres des régions, une ligne pour chacun
file-list = { $title }
file-table = { $title }
participation-title = Participation

receipt-of = Accusé de réception : { $department }
region-no-rounds = Aucun service de cette région n’a encore été sollicité.
nav-regions = Ma région
regions-title = Vos régions

changes-title = Ce qui a changé depuis la version { $since }
changes-since = Comparer avec la version
changes-show = Afficher
changes-none = Rien.
changes-of-settings = Le questionnaire dans son ensemble
changes-reconfirm = réponses à confirmer
changes-meaning = { $count ->
    [one] Le sens d’une question change : lorsqu’une collecte passe à cette version, les réponses antérieures sont confirmées par les personnes qui les ont données.
   *[other] Le sens de { $count } questions change : lorsqu’une collecte passe à cette version, les réponses antérieures sont confirmées par les personnes qui les ont données.
}
changes-added = Ajoutées : { $count }
changes-removed = Supprimées : { $count }
changes-moved = Déplacées : { $count }
changes-reworded = Reformulées : { $count }
changes-translated = Traductions : { $count }
changes-types = Autre type : { $count }
changes-choices = Choix : { $count }
changes-rules = Règles : { $count }
changes-attributes = Autres colonnes : { $count }
changes-settings = Paramètres : { $count }
row-question = question
row-group = groupe
row-repeat = répétition
part-title = Titre
part-label = Libellé
part-hint = Indication
part-guidance = Aide
part-required-message = Message si obligatoire
part-constraint-message = Message de la contrainte
change-added = Ajouté
change-removed = Supprimé
change-moved = Déplacé
change-top = premier niveau du questionnaire
change-after = { $within }, après { $after }
change-first = { $within }, en premier
change-reworded = { $part } ({ $language })
change-translated = { $part } : traduction ajoutée ({ $language })
change-untranslated = { $part } : traduction supprimée ({ $language })
change-type = Type
change-choice-added = Choix { $choice } ajouté
change-choice-removed = Choix { $choice } supprimé
change-choice-reworded = Choix { $choice } ({ $language })
change-choice-translated = Choix { $choice } : traduction ajoutée ({ $language })
change-choice-untranslated = Choix { $choice } : traduction supprimée ({ $language })
change-choices-reordered = Choix dans un autre ordre
change-choice-column = Choix { $choice }, colonne { $column }
change-rule = Règle { $rule }
change-attribute = Colonne { $attribute }
moving-link = Passer à une autre version
moving-title = Faire passer { $round } à une autre version
moving-text = La collecte est à la version { $number }. Les brouillons la suivent vers la nouvelle version ; les réponses envoyées gardent la leur.
moving-to = Vers la version
moving-preview = Afficher les effets
moving-would = Effets du passage
moving-drafts = Brouillons concernés
moving-with-reconfirmations = Dont avec des réponses à confirmer
moving-unbegun = Réponses non commencées
moving-staying = Réponses envoyées, inchangées
moving-reconfirmations = Réponses à confirmer
moving-why = Pourquoi
moving-answers = Réponses
moving-earlier = Réponses qui ne sont plus demandées, et conservées
moving-changes = Ce qui a changé entre les versions
moving-warning = Les personnes dont les réponses sont à confirmer reçoivent un courriel. Une collecte ne peut pas revenir en arrière.
moving-button = Faire passer la collecte
moving-none = Il n’y a pas de version publiée plus récente.
round-moved = { $count ->
    [one] La collecte a changé de version, et une réponse avec elle.
   *[other] La collecte a changé de version, et { $count } réponses avec elle.
}
