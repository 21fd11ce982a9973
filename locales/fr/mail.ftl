# Les messages qui ne sont pas dans main.ftl, et les pages sur les messages.
-institution = Periplus
mail-institution = { -institution }
mail-footer = Un programme a écrit ce message pour { -institution }. Vous pouvez y répondre : une personne lira votre réponse.
mail-reminder-subject = Rappel : { $round }, { $department }
mail-reminder-waits = Les réponses de { $department } à « { $round } » n’ont pas encore été envoyées. Ce que vous avez enregistré est conservé.
mail-reminder-deadline = Merci de les envoyer au plus tard le { $deadline }.
mail-reminder-done = Si quelqu’un de votre service les a envoyées entre-temps, vous n’avez rien à faire.
mail-reminder-unsubscribe = Ne plus recevoir de rappels de cette campagne
mail-test-subject = Message d’essai
mail-test-text = Quelqu’un du secrétariat a demandé ce message pour voir si les messages arrivent. Vous n’avez rien à faire.
mail-test-link = Ouvrir le site
mail-sample-round = Action extérieure 2027
mail-sample-department = Direction de la pêche
mail-sample-token = exemple

nav-mail = Courrier
mail-title = Courrier
mail-caption = Messages, les plus récents d’abord
mail-none = Il n’y a pas de tel message.
mail-next = Messages plus anciens
mail-filter = Filtrer
mail-filter-all = Tous
mail-filter-address = Partie de l’adresse
mail-kind = Type
mail-attempts = Tentatives
mail-attempt = Tentative
mail-words = Réponse du serveur
mail-sent = Envoyé
mail-unsubscribe = Met fin aux rappels
mail-next-attempt = Prochaine tentative
mail-history = Ce qu’il en est advenu
mail-attempts-caption = Toutes les tentatives d’envoi, en UTC
mail-no-attempts = Personne n’a encore essayé de l’envoyer.
mail-began = Début
mail-ended = Fin
mail-outcome = Résultat
mail-stage = Étape finale
mail-secrets = Les secrets de ses liens sont omis : ils sont destinés à la personne à qui l’on a écrit.
mail-as-text = En texte brut
mail-as-html = Tel que les messageries l’affichent
mail-retry = Réessayer
mail-retry-all = Réessayer tous les messages abandonnés
mail-trouble = Le serveur de messagerie est inutilisable
mail-trouble-text = Depuis { $since }, dernier constat { $seen }. Les messages attendent et repartiront d’eux-mêmes. Il répond :
mail-state-waiting = En attente
mail-state-sending = En cours d’envoi
mail-state-sent = Envoyé
mail-state-bounced = Rejeté
mail-state-dead = Abandonné
mail-kind-invitation = Invitation
mail-kind-link = Nouveau lien
mail-kind-receipt = Accusé de réception
mail-kind-reminder = Rappel
mail-kind-moved = Réponses à confirmer
mail-kind-sign-in = Lien de connexion
mail-kind-password = Lien pour choisir un mot de passe
mail-kind-test = Essai
mail-outcome-accepted = Accepté
mail-outcome-refused = Refusé définitivement
mail-outcome-deferred = Pas maintenant
mail-outcome-uncertain = Aucune réponse après la remise du message
mail-outcome-impossible = Ne peut pas être rédigé
mail-outcome-open = Pas terminée, ou le programme a été arrêté
mail-stage-compose = Rédaction
mail-stage-sender = Expéditeur
mail-stage-recipient = Destinataire
mail-stage-data = Avant le message
mail-stage-reply = Réponse au message
mail-previews = Aperçu des messages
mail-previews-text = Chaque type de message dans chaque langue, avec un contenu fictif. Vous pouvez vous envoyer chacun d’eux.
mail-send-sample = L’envoyer à { $to }
mail-sample-sent = Il est en route vers { $to }.
bounces-title = Adresses qui ne fonctionnent pas
bounces-text = Ce qu’un serveur a refusé définitivement figure ici automatiquement. Ce qui revient plus tard, vous pouvez le noter à la main ou l’importer.
bounces-caption = Adresses qui ne fonctionnent pas, les plus récentes d’abord
bounces-none = Aucune n’est connue.
bounces-reason = Motif
bounces-source = Source
bounces-at = Noté le
bounces-hand = En noter une
bounces-hand-button = La noter
bounces-import = Importer
bounces-file = Fichiers
bounces-file-hint = Un fichier CSV avec les colonnes address et reason, ou les messages par lesquels les serveurs signalent un échec (.eml). Vous voyez leur contenu avant que quoi que ce soit ne soit noté.
bounces-check = Vérifier
bounces-trial-text = Rien n’est encore noté.
bounces-trial-caption = Contenu des fichiers
bounces-known = Connue ici
bounces-is-known = Oui
bounces-is-unknown = Non : personne n’y a reçu de message
bounces-nothing-recorded = Rien n’a été noté. Corrigez ceci et réessayez.
bounces-line = ligne { $line }
bounce-source-server = Refus du serveur
bounce-source-hand = Noté à la main
bounce-source-list = Liste importée
bounce-source-report = Rapport importé
bounce-problem-encoding = Le fichier n’est pas en UTF-8. Enregistrez-le de nouveau en « CSV UTF-8 ».
bounce-problem-column = Il n’y a pas de colonne { $value }. Son nom doit figurer sur la première ligne.
bounce-problem-empty = Il n’y a rien à lire. Choisissez un fichier avec au moins une adresse.
bounce-problem-many = Il y a plus de { $value } lignes. Divisez le fichier.
bounce-problem-cells = La ligne a trop ou trop peu de cellules.
bounce-problem-address = « { $value } » n’est pas une adresse électronique. Écrivez-la sous la forme nom@example.org.
bounce-problem-reason = Le motif manque. Dites en quelques mots pourquoi l’adresse ne fonctionne pas.
bounce-problem-doubled = L’adresse figure déjà à la ligne { $value }.
bounce-problem-not-failed = Le rapport dit « { $value } », et non qu’une remise a échoué.
unsubscribe-title = Ne plus recevoir de rappels
unsubscribe-text = { $address } ne recevra plus de rappels de « { $round } ». L’invitation reste valable : vous pouvez toujours répondre.
unsubscribe-button = Ne plus recevoir de rappels
unsubscribe-ended-title = Les rappels sont arrêtés
unsubscribe-ended-text = { $address } ne reçoit plus de rappels de « { $round } ». L’invitation reste valable : vous pouvez toujours répondre.
unsubscribe-again = Recevoir de nouveau des rappels
mail-retried = { $count ->
    [1] Un message va être réessayé.
   *[other] { $count } messages vont être réessayés.
}
bounces-recorded = { $count ->
    [1] Une adresse a été notée.
   *[other] { $count } adresses inconnues jusqu’ici ont été notées.
}
bounces-trial = { $count ->
    [1] Une adresse
   *[other] { $count } adresses
}
bounces-record = { $count ->
    [1] Noter cette adresse
   *[other] Noter ces { $count } adresses
}
