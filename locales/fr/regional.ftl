# La réponse propre à une région, à côté de celles de ses services, et sa validation.

regional-title = Réponse de la région : { $region }
regional-back = Retour à la réponse de la région
regional-back-to-region = Retour aux services
regional-begin-text = Ici, la région trouve ses propres mots : question par question, à côté de ce que disent ses services. Les réponses des services restent telles quelles.
regional-begin = Commencer la réponse de la région
regional-not-begun = Les coordinateurs de la région ne l’ont pas encore commencée.
regional-text = Reprenez la réponse d’un service, toutes ensemble ou ce que propose la règle prévue, ou écrivez la vôtre. Là où les services diffèrent, vous pouvez marquer la question et dire pourquoi.
regional-progress = Questions décidées : { $decided } sur { $total }
regional-adopted = { $count ->
    [0] Aucune autre question ne pouvait être décidée par sa règle.
    [one] Une proposition a été reprise.
   *[other] { $count } propositions ont été reprises.
}
regional-adopt-all = { $count ->
    [one] Reprendre la seule proposition que personne n’a touchée
   *[other] Reprendre les { $count } propositions que personne n’a touchées
}
regional-adopt-hint = Ce qui a été décidé reste tel quel. Les listes où des services ont peut-être saisi deux fois la même chose vous sont laissées.
regional-reopened = La réponse est rouverte. La validation précédente est conservée ; la prochaine sera une autre révision.
regional-is-signed = Cette réponse est validée : révision { $revision }.
regional-receipt-link = Voir la validation
regional-is-archived = Cette campagne est archivée. Ses réponses se lisent, mais ne changent plus.
regional-behind = La campagne est passée à une version plus récente du questionnaire. Ce que vous avez décidé est conservé là où les questions sont les mêmes.
regional-follow = Continuer avec la version plus récente
regional-to-sign-off = Ce qui manque, et validation
regional-sections = Sections
regional-section-progress = Décidé : { $decided } sur { $total }
regional-departments = Services
regional-departments-text = Les réponses envoyées et acceptées sont prises en compte. Les brouillons et les réponses renvoyées ne sont pas lus avant d’être envoyés.
regional-mark-changed = Changé depuis : { $count }
regional-mark-differs = Diffèrent : { $count }
regional-mark-divergent = Divergences marquées : { $count }
regional-mark-undecided = À décider : { $count }
regional-mark-missing = Manque : { $count }
regional-mark-ready = Prêt

regional-state-changed = Changée depuis
regional-state-decided = Décidée
regional-state-undecided = À décider
regional-state-silent = Sans réponse
regional-state-differs = Les services diffèrent
regional-decided-by = { $who }, { $when }
regional-decided-when = { $when }
regional-signed-note = Cette réponse est validée. Pour la changer, rouvrez-la sur la page de la validation.

regional-choose = Réponses des services, et celle de la région
regional-adopt-this = Reprendre cette réponse
regional-adopted-this = Reprise
regional-not-submitted = Pas encore envoyée
regional-not-asked = Non demandé
regional-proposal = Proposition
regional-use-proposal = Utiliser la proposition
regional-all-together = Toutes les réponses ensemble
regional-adopt-all-answers = Reprendre toutes les réponses
regional-own = Les propres mots de la région, écrits ci-dessous
regional-own-label = La réponse de la région
regional-undecide = Ne plus la considérer comme décidée
regional-answer = La réponse de la région
regional-divergent = Marquer comme divergente : les services diffèrent, et la région le dit
regional-divergence-label = Pourquoi diffèrent-ils ?
regional-divergence-missing = Dites pourquoi les services diffèrent, ou retirez la marque.
regional-divergence-unmarked = Vous avez écrit pourquoi les services diffèrent. Marquez la question comme divergente, ou effacez la raison.
regional-divergence-too-long = La raison peut avoir { $most } caractères au plus.
regional-both = « { $label } » : vous avez choisi une réponse et en avez écrit une autre. Choisissez « les propres mots de la région », ou effacez ce que vous avez écrit.
regional-changed-text = Des services ont changé leur réponse depuis cette décision.
regional-changed-before = Avant :
regional-changed-now = Maintenant :
regional-keep = J’ai regardé : la réponse de la région reste telle quelle
regional-save = Enregistrer
regional-save-next = Enregistrer et passer à la section suivante
regional-news-title = Un service a envoyé sa réponse entre-temps
regional-news-text = Rien n’est encore enregistré. Ce que vous avez choisi et écrit est toujours là ; regardez les nouvelles réponses des services, puis enregistrez à nouveau.
regional-conflict-title = Quelqu’un d’autre a décidé la même question entre-temps
regional-conflict-text = Tout le reste est enregistré. Votre choix est toujours là : enregistrez à nouveau pour le mettre à la place du sien, ou revenez en arrière pour laisser le sien.
regional-conflict-who = { $who }, { $when } :
regional-conflict-somebody = Une autre personne qui coordonne, { $when } :
regional-conflict-mine = Vous :
regional-stale-title = Cela a changé entre-temps
regional-sign-stale-text = Quelqu’un a enregistré un changement ou un service a envoyé sa réponse depuis que vous avez ouvert cette page. Rien n’a été validé. Regardez à nouveau, puis validez.

regional-rule-any = Règle : au moins un
regional-rule-all = Règle : tous
regional-rule-majority = Règle : majorité
regional-rule-sum = Règle : somme
regional-rule-mean = Règle : moyenne
regional-rule-union = Règle : toutes ensemble
regional-rule-coordinator = Règle : à vous de décider
regional-reason-any = « { $choice } » est la réponse la plus forte : { $count } sur { $base } la donnent.
regional-reason-all = « { $choice } » est la réponse la plus faible et vaut donc pour tous ; { $count } sur { $base } la donnent.
regional-reason-most = La plupart disent cela : { $count } des { $answered } services qui ont répondu.
regional-reason-more-than-half = Plus de la moitié des { $answered } services qui ont répondu les citent.
regional-reason-common = Les { $answered } services qui ont répondu les citent tous.
regional-reason-union = Tout ce que disent les services (réponses : { $answered } sur { $base }).
regional-reason-sum = La somme des services (réponses : { $answered } sur { $base }).
regional-reason-mean = La moyenne des services (réponses : { $answered } sur { $base }).
regional-reason-mean-rounded = La moyenne des services, arrondie (réponses : { $answered } sur { $base }).
regional-reason-points = Par points : le premier rang de chaque service en a le plus. Réponses : { $answered } sur { $base }.
regional-reason-alike = Tous ceux qui ont répondu disent la même chose (réponses : { $answered } sur { $base }).
regional-reason-non-answer = Aucun service n’a de réponse ; ils disent « { $kind } ».
regional-tally = { $what } : { $count }
regional-none-nobody = Aucun service n’a répondu à cette question.
regional-none-coordinator = Il n’y a pas de règle : c’est à vous de dire.
regional-none-tie = Égalité : { $answers }, { $count } chacune.
regional-none-equal-points = Pas de proposition : des rangs ont autant de points.
regional-none-nothing-in-common = Les réponses des services n’ont rien en commun.
regional-none-rule-unfit = Pas de proposition : « { $rule } » ne peut pas réunir des réponses de ce type qui diffèrent.
regional-none-too-large = Pas de proposition : le résultat a plus de chiffres qu’une réponse ne peut en avoir.
regional-none-not-whole = Pas de proposition : le résultat est { $number }, et un nombre entier est demandé.
regional-none-out-of-range = Pas de proposition : le résultat est { $number }, que la question n’accepte pas.
regional-none-too-long = Pas de proposition : les textes ensemble sont plus longs que la question ne l’accepte.
regional-none-non-answers-differ = Aucun service n’a de réponse, et leurs raisons diffèrent.
regional-none-not-offered = Aucun service n’a de réponse, et la question n’offre pas leur raison.

regional-entries-count = { $count ->
    [one] Une entrée
   *[other] { $count } entrées
}
regional-repeat-counts = { $entries ->
    [one] Une entrée des services
   *[other] { $entries } entrées des services
}, { $own } dans la réponse de la région
regional-repeat-open = Choisir, ordonner et fusionner : { $label }
regional-repeat-text = Cochez ce qui appartient à la réponse de la région, et numérotez dans l’ordre voulu. L’enregistrement décide toute la liste.
regional-repeat-keep = Enregistrez la liste, changée ou telle quelle, pour dire que vous avez regardé.
regional-repeat-stale-text = Quelqu’un a changé cette liste ou un service a envoyé sa réponse depuis que vous avez ouvert la page. Rien n’est enregistré ; ce que vous avez coché est toujours là. Regardez à nouveau, puis enregistrez.
regional-repeat-order-wrong = La place est un nombre entier supérieur à zéro.
regional-repeat-too-many = { $most } entrées au plus. Décochez-en quelques-unes.
regional-entries = Entrées
regional-entries-none = Aucun service n’a d’entrée.
regional-entry-from = De { $from }
regional-entry-in = Dans la réponse de la région, de { $from }
regional-entry-own = la région elle-même
regional-entry-untitled = (vide)
regional-entry-all = Tout afficher
regional-entry-edit = Modifier
regional-entry-add = Enregistrer et ajouter une entrée de la région
regional-entry-stale-text = Quelqu’un a changé la liste depuis que vous avez ouvert cette entrée. Ce que vous avez écrit est toujours là ; copiez-le au besoin, revenez en arrière et rouvrez l’entrée.
regional-take = Reprendre
regional-order = Place
regional-instead = Si la région n’a pas d’entrée, dites pourquoi
regional-save-entries = Enregistrer la liste
regional-save-entry = Enregistrer l’entrée
regional-doubles = Peut-être la même chose
regional-doubles-text = Deux services ont peut-être saisi la même chose. Dites pour chaque paire ce que vous voulez ; cela compte là où les deux sont cochées ci-dessous.
regional-double-link = Le même lien : { $link }
regional-double-same-title = Le même titre
regional-double-similar-title = Des titres semblables ({ $percent } sur 100)
regional-double-merge = C’est la même chose : fusionner
regional-double-first = C’est la même chose : garder celle de { $first }
regional-double-second = C’est la même chose : garder celle de { $second }
regional-double-both = Ce sont deux choses : garder les deux
regional-double-undecided = Dites si les deux sont la même chose.
regional-double-parts = En cas de fusion, laquelle vaut ?

regional-sign-title = Validation pour { $region }
regional-sign-changed = Des services ont changé leur réponse depuis votre décision
regional-sign-undecided = Encore à décider
regional-sign-missing = Manquant ou incorrect
regional-sign-who = Sous chaque point : les services qui pourraient répondre, et ce que l’on sait d’eux.
regional-sign-divergent = Là où les services diffèrent
regional-sign-unmarked = pas marquée comme divergente
regional-sign-not-ready = Vous pourrez valider quand il ne restera rien dans ces listes.
regional-sign-not-yours = Seuls les coordinateurs de la région valident.
regional-sign-form = Valider
regional-sign-text = Avec la validation, la réponse est définitive. On peut la rouvrir avec une raison, qui est consignée.
regional-sign-role = Fonction de la personne qui valide
regional-sign-role-hint = Par exemple : directrice générale de l’action extérieure
regional-sign-role-missing = Dites en quelle fonction vous validez.
regional-sign-role-too-long = La fonction peut avoir 200 caractères au plus.
regional-sign-date = Date
regional-sign-date-unreadable = Donnez la date : jour, mois et année.
regional-sign-date-in-future = La date est dans l’avenir.
regional-sign-clearance = Comment la réponse a-t-elle été approuvée ?
regional-sign-clearance-missing = Dites comment la réponse a été approuvée.
regional-clearance-political = Au niveau politique
regional-clearance-administrative = Au niveau administratif
regional-clearance-none = Elle n’a pas été approuvée
regional-sign-network = Les régions membres peuvent-elles la lire, avec le nom de la région ?
regional-sign-network-missing = Dites si les régions membres peuvent la lire.
regional-sign-public = Tout le monde peut-il la lire, avec le nom de la région ?
regional-sign-public-missing = Dites si tout le monde peut la lire.
regional-sign-public-without-network = Qui laisse lire tout le monde laisse lire les régions membres. Choisissez l’un des deux.
regional-yes = Oui
regional-no = Non
regional-sign-button = Valider la réponse de la région
regional-could-not-invited = Non invité
regional-could-waiting = Invité, réponse pas encore envoyée
regional-could-returned = Renvoyée pour correction
regional-could-answered = A répondu
regional-could-blank = N’a rien indiqué

regional-receipt-title = La réponse de la région est validée
regional-receipt-region = Région
regional-receipt-revision = Révision
regional-receipt-text = Gardez cette page, ou imprimez-la. Elle reste à cette adresse aussi longtemps que la réponse est validée.
regional-receipt-answers = Ce qui a été validé
regional-reopen-title = Rouvrir la réponse
regional-reopen-text = La validation est conservée telle quelle. Ce qui change est validé comme révision suivante.
regional-reopen-reason = Pourquoi ?
regional-reopen-missing = Dites pourquoi la réponse est rouverte.
regional-reopen-too-long = La raison peut avoir 2 000 caractères au plus.
regional-reopen-button = Rouvrir

audit-regional-begin = Réponse de la région commencée
audit-regional-move = Réponse de la région passée à une version
audit-regional-sign = Réponse de la région validée
audit-regional-reopen = Réponse de la région rouverte
