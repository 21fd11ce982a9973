# Les pages des personnes qui répondent pour un service.

responses-title = Mes réponses
responses-none = Vous n’avez pas d’invitation en cours. Si vous en attendiez une, adressez-vous à la coordination de votre région ou au secrétariat.
until = jusqu’au { $date }
state-in-progress = En cours
state-submitted = Envoyée
state-returned = Renvoyée pour correction
state-accepted = Acceptée

hub-round = Campagne
hub-deadline = Date limite
hub-progress = Sections prêtes
hub-progress-count = { $done } sur { $all }
hub-how = Répondez aux sections dans l’ordre de votre choix. Chaque page est enregistrée, et vos collègues peuvent y travailler en même temps. « Hors de notre compétence » et « Pas de données » sont aussi des réponses.
hub-continue = Continuer : { $section }
hub-check = Vérifier vos réponses et les envoyer
hub-all-questions = Lire et imprimer toutes les questions
hub-sections = Sections
hub-suggested = Suggérées pour votre service
hub-elsewhere = Habituellement remplies par d’autres services ; le vôtre peut aussi y répondre
hub-last = Dernière modification par { $who }, le { $when }
hub-last-when = Dernière modification le { $when }
hub-returned = Cette réponse vous a été renvoyée pour correction. Modifiez ce qui doit l’être et envoyez-la à nouveau.
hub-closed = Cette campagne n’accepte pas de réponses actuellement. Ce que vous avez enregistré est conservé.
section-complete = Terminée
section-in-progress = En cours
section-optional = Rien d’obligatoire
section-not-started = Non commencée

back = Retour
back-to-hub = Retour à toutes les sections
back-to-section = Retour à { $section }
more-questions = Vos réponses sont enregistrées. Elles ont fait apparaître d’autres questions sur cette page.
save-and-continue = Enregistrer et continuer
save-and-leave = Enregistrer et revenir aux sections
optional = (facultatif)
choose = Choisir…
max-length = { $most } caractères au plus
instead = Si vous ne pouvez pas répondre
instead-short = Réponse impossible
instead-none = Indiquer pourquoi
rank-hint = Donnez chaque rang une seule fois, en commençant par 1.
rank-of = Rang de { $label }
date-day = Jour
date-month = Mois
date-year = Année
date-time = Heure
acknowledged = Confirmé
value-none = Pas encore connu
choices-none = Les choix dépendent d’une réponse précédente. Donnez-la, enregistrez, et ils apparaîtront ici.
choice-none = Aucune réponse
choice-stale = { $label } (n’est plus possible)
time-format = Heures et minutes, par exemple 14:30
point-format = Latitude et longitude en degrés, par exemple 43.3623 -8.4115
range-format = Un nombre de { $least } à { $most }
range-format-steps = Un nombre de { $least } à { $most }, par pas de { $step }
rating-of = { $value } sur { $most }

entry-title = { $label } : { $position }
entry-untitled = Élément { $position }
entry-incomplete = Incomplet
entry-change = Modifier
entry-remove = Supprimer
entry-add = Ajouter
entry-add-another = Ajouter un autre élément
entries-none = Rien n’a encore été ajouté.
entries-fixed-none = Rien à remplir ici pour l’instant. Leur nombre dépend d’une réponse précédente.

file-manage = Ajouter ou supprimer des fichiers
file-choose = Choisir un fichier
file-hint = PDF, Word, Excel, PowerPoint, OpenDocument ou image, { $most } Mo au plus
file-add = Ajouter le fichier
file-done = Terminé
file-empty = Le fichier est vide. Choisissez-en un autre.
file-too-large = Le fichier dépasse { $most } Mo. Choisissez-en un plus petit.
file-type-not-taken = Ce type de fichier n’est pas accepté. Enregistrez-le en PDF et réessayez.
file-quota-reached = Les fichiers de votre service occupent tout l’espace disponible. Supprimez-en un d’abord.
file-changed-meanwhile = Un collègue a modifié les fichiers entre-temps. Rechargez la page et réessayez.

conflict-title = Un collègue a modifié la même réponse
conflict-text = Tout le reste de la page est enregistré. Pour ces réponses, choisissez laquelle garder.
conflict-theirs = Enregistrée par { $who }, le { $when } :
conflict-theirs-unnamed = Enregistrée le { $when } :
conflict-mine = La vôtre, pas encore enregistrée :
conflict-save = Enregistrer mon choix

check-title = Vérifiez vos réponses
check-text = Seul ce qui est affiché ici est envoyé.
check-incomplete = Avant de pouvoir envoyer
change = Modifier
no-answer = Aucune réponse donnée
submit-title = Envoyer
submit-text = Une fois envoyées, les réponses peuvent être lues mais plus modifiées, sauf si la coordination de votre région vous les renvoie.
submit-button = Envoyer les réponses

receipt-title = Vos réponses ont bien été reçues
receipt-reference = Votre référence
receipt-department = Service
receipt-time = Reçues le
receipt-hash = Empreinte du contenu (SHA-256)
receipt-text = Conservez l’adresse de cette page ou imprimez-la : elle n’expire pas. Une confirmation vous est envoyée par courriel.
receipt-answers = Ce que vous avez envoyé
questions-title = Toutes les questions
questions-text = Imprimez cette page pour préparer vos réponses avec vos collègues. Certaines questions ne sont posées qu’après certaines réponses.

non-answer-not_our_competence = Hors de notre compétence
non-answer-no_data = Pas de données
non-answer-not_applicable = Sans objet
with-reason = { $kind } : { $reason }
reason-state = relève de l’État
reason-province = relève de la province
reason-municipality = relève de la commune
reason-another_department = relève d’un autre service
reason-other = relève d’un autre organisme
reason-not_collected = non collectées
reason-held_elsewhere = détenues ailleurs
reason-confidential = confidentielles

violation-required = Répondez à « { $label } »
violation-required-or-reason = Répondez à « { $label } », ou indiquez pourquoi vous ne le pouvez pas
violation-constraint = La réponse à « { $label } » n’est pas possible. Vérifiez-la.
violation-not-a-number = « { $label } » doit être un nombre, par exemple 1500 ou 12,5
violation-not-a-whole-number = « { $label } » doit être un nombre entier, sans décimales
violation-not-a-date = « { $label } » doit être une date du calendrier, avec le jour, le mois et l’année en quatre chiffres
violation-not-a-time = « { $label } » doit être une heure, par exemple 14:30
violation-not-a-moment = « { $label } » doit être une date du calendrier avec son heure, par exemple 14:30
violation-out-of-range = « { $label } » doit être compris entre { $least } et { $most }
violation-off-step = « { $label } » n’admet que des pas de { $step }, comptés à partir de { $least }
violation-not-a-place = « { $label } » doit être une latitude et une longitude, par exemple 43.3623 -8.4115
violation-too-long = « { $label } » compte { $given } caractères ; le maximum est de { $most }. Raccourcissez la réponse.
violation-unknown-choice = Choisissez une des réponses proposées pour « { $label } »
violation-answer-and-non-answer = « { $label } » a à la fois une réponse et un motif de non-réponse. Supprimez l’un des deux.
violation-non-answer-not-offered = « { $label } » n’accepte pas ce motif. Répondez à la question.
violation-ranks-unclear = « { $label } » : donnez chaque rang une seule fois, en commençant par 1, sans en sauter
violation-ranks-missing = « { $label } » : le nombre d’éléments à classer est { $wanted } ; vous en avez classé { $given }
violation-too-many-entries = « { $label } » accepte au plus { $most } éléments ; il y en a { $given }. Supprimez-en.
violation-entries-missing = « { $label } » demande { $wanted } entrées ; il y en a { $given }. Rouvrez la section et remplissez-les.

month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
date = { $day } { $month } { $year }
month-year = { $month } { $year }
moment = { $date } à { $time } UTC

reconfirm-title = Réponses à confirmer
reconfirm-text = Le questionnaire a été modifié pendant que vous y répondiez. Vos réponses ont été conservées. Veuillez revoir celles-ci : confirmez-les telles quelles ou répondez à nouveau. Vous pourrez envoyer lorsqu’il n’en restera plus.
reconfirm-first = { $count ->
    [one] Revoir une réponse
   *[other] Revoir { $count } réponses
}
reconfirm-former-question = La question était
reconfirm-former-answer = Vous aviez répondu
reconfirm-now = Votre réponse actuelle
reconfirm-unreadable-now = Ceci ne peut pas être lu comme réponse à la nouvelle question. Veuillez répondre à nouveau.
reconfirm-button = Confirmer telle quelle
reconfirm-change = Répondre à nouveau
reconfirm-reworded = La question est formulée autrement.
reconfirm-type = Un autre type de réponse est demandé.
reconfirm-choices = Un choix que vous aviez fait a disparu ou est formulé autrement.
reconfirm-moved = La question a été déplacée dans une liste d’entrées ou hors d’une telle liste.
reconfirm-unit = Le nombre est demandé dans une autre unité.
reconfirm-terms = Les personnes pouvant voir la réponse ont changé.
reconfirm-unreadable = La nouvelle question ne peut pas recevoir la réponse telle qu’elle a été donnée.
reconfirm-asked-again = La question avait été retirée et est de nouveau posée.
check-unconfirmed = { $count ->
    [one] Confirmez une réponse donnée avant la modification du questionnaire
   *[other] Confirmez { $count } réponses données avant la modification du questionnaire
}
earlier-link = Réponses aux questions antérieures
earlier-title = Réponses aux questions antérieures
earlier-text = Ces questions ne sont plus posées. Ce que vous aviez répondu est conservé ici et n’est pas envoyé avec votre réponse.
earlier-version = Version { $number }
earlier-none = Il n’y en a pas.
moved-title = Le questionnaire a été modifié pendant que cette page était ouverte
moved-text = Rien de cette page n’a été enregistré, afin que rien ne soit pris pour la réponse à une autre question. Voici ce que vous avez saisi. Copiez ce qu’il vous faut et saisissez-le à sa place.
moved-typed = Vous avez saisi :
moved-where = À saisir ici : { $label }
moved-nowhere = Cette question n’est plus posée.
